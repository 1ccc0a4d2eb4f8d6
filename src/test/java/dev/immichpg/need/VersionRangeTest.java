package dev.immichpg.need;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionRangeTest {

    @Test
    void holdsWhatNpmSaysItHolds() throws IOException {
        List<List<String>> rows = Table.rows("satisfies.tsv");
        List<List<String>> wrong = new ArrayList<>();
        for (List<String> row : rows) {
            VersionRange range = VersionRange.of(row.get(0));
            boolean held = Version.parse(row.get(1)).map(range::contains).orElse(false);
            if (held != Boolean.parseBoolean(row.get(2))) {
                wrong.add(row);
            }
        }

        assertEquals(List.of(), wrong);
        assertTrue(rows.size() > 2_000, "rows: " + rows.size());
    }

    @Test
    void refusesWhatNpmRefuses() throws IOException {
        List<String> accepted = new ArrayList<>();
        for (List<String> row : Table.rows("invalid-ranges.tsv")) {
            try {
                accepted.add(VersionRange.of(row.get(0)).text());
            } catch (IllegalArgumentException expected) {
                continue;
            }
        }

        assertEquals(List.of(), accepted);
    }

    @Test
    void saysWhatIsWrong() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> VersionRange.of(">=0.3<2"));
        assertEquals(
                "\">=0.3<2\" is not a version range: it is written as for npm, as in \">=0.3 <2\".",
                refusal.getMessage());
    }

    @Test
    void aPreReleaseIsInNoPlainRange() {
        VersionRange range = VersionRange.of(">=0.3 <2");

        assertTrue(range.contains(Version.of("1.2.0")));
        assertFalse(range.contains(Version.of("0.5.0-alpha")));
        assertEquals(">=0.3 <2", range.toString());
    }

    /** By a sentence, and not by a stack that is too small for it. */
    @Test
    void whatIsLongerThanAnyVersionIsNoRange() {
        String longest = ">=1.2.3-" + "a.".repeat(123) + "a";

        assertTrue(VersionRange.of(longest).contains(Version.of("1.2.3")));
        assertThrows(IllegalArgumentException.class, () -> VersionRange.of(">=1.2.3-" + "a.".repeat(100_000) + "a"));
        assertThrows(IllegalArgumentException.class, () -> VersionRange.of("1.2.3+" + "a.".repeat(100_000) + "a"));
    }
}
