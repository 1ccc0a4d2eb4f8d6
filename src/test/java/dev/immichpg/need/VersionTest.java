package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void takesForAVersionWhatNpmDoes() throws IOException {
        List<List<String>> wrong = Table.rows("versions.tsv").stream()
                .filter(row -> Version.parse(row.get(0)).isPresent() != Boolean.parseBoolean(row.get(1)))
                .toList();

        assertEquals(List.of(), wrong);
    }

    @Test
    void ordersAsNpmDoes() throws IOException {
        List<List<String>> wrong = new ArrayList<>();
        for (List<String> row : Table.rows("comparisons.tsv")) {
            int order = Version.of(row.get(0)).compareTo(Version.of(row.get(1)));
            if (Integer.signum(order) != Integer.parseInt(row.get(2))) {
                wrong.add(row);
            }
        }

        assertEquals(List.of(), wrong);
    }

    @Test
    void twoNumbersAreNoVersion() {
        assertEquals(Optional.empty(), Version.parse("1.1"));
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Version.of("1.1"));
        assertEquals("\"1.1\" is not a version: it needs three numbers, as in \"0.4.3\".", refusal.getMessage());
    }

    @Test
    void knowsItsParts() {
        Version version = Version.of(" v2.5.1-rc.1+b ");

        assertEquals("2.5.1-rc.1+b", version.text());
        assertEquals("2.5.1-rc.1+b", version.toString());
        assertEquals(List.of(2L, 5L, 1L), List.of(version.major(), version.minor(), version.patch()));
        assertTrue(version.isPreRelease());
        assertEquals(Version.of("2.5.1"), version.release());
        assertFalse(version.release().isPreRelease());
    }

    @Test
    void buildMetadataIsNoDifferenceInPrecedence() {
        Version plain = Version.of("1.0.0");
        Version built = Version.of("1.0.0+a");

        assertTrue(plain.sameAs(built));
        assertFalse(plain.isNewerThan(built) || plain.isOlderThan(built));
        assertNotEquals(plain, built);
        assertTrue(Version.of("1.0.1").isNewerThan(built));
        assertTrue(Version.of("1.0.0-rc.1").isOlderThan(built));
    }
}
