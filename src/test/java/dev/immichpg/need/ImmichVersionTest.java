package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.immichpg.need.ImmichVersion.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImmichVersionTest {

    private static final Optional<Version> SOME = Optional.of(Version.of("2.7.5"));

    @Test
    void isAbsentExactlyWhenItsSourceIsUnknown() {
        assertEquals(Optional.empty(), ImmichVersion.unknown().version());
        assertThrows(IllegalArgumentException.class, () -> new ImmichVersion(SOME, Source.UNKNOWN, false));
        assertThrows(
                IllegalArgumentException.class, () -> new ImmichVersion(Optional.empty(), Source.CONFIGURED, false));
    }

    @Test
    void isALowerBoundOnlyFromMigrations() {
        assertEquals(SOME, new ImmichVersion(SOME, Source.MIGRATIONS, true).version());
        assertThrows(IllegalArgumentException.class, () -> new ImmichVersion(SOME, Source.VERSION_HISTORY, true));
    }
}
