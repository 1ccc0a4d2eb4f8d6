package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorExtensionTest {

    @Test
    void isFoundByItsNames() {
        for (VectorExtension extension : VectorExtension.values()) {
            assertEquals(Optional.of(extension), VectorExtension.named(extension.extensionName()));
            assertEquals(extension, VectorExtension.forSetting(extension.setting()));
        }
        assertEquals(Optional.empty(), VectorExtension.named("cube"));
    }

    @Test
    void refusesAnUnknownSettingWithTheAllowedOnes() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> VectorExtension.forSetting("vchord"));
        assertEquals(
                "\"vchord\" is not a vector extension: it must be one of vectorchord, pgvecto.rs, pgvector.",
                refusal.getMessage());
    }
}
