package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** issue 17: what people write for a release. */
class MeantReleaseTest {

    private static final Releases TABLE = ReleasesFile.builtIn();

    private static String meant(String text) {
        return TABLE.meant(text).map(Version::text).orElse("");
    }

    @ParameterizedTest
    @CsvSource({"2.7.5,2.7.5", "v2.7.5,2.7.5", "V2.7.5,2.7.5", "' 2.7.5 ',2.7.5", "1.106.4,1.106.4"})
    void threeNumbersAreThatRelease(String text, String release) {
        assertEquals(release, meant(text));
    }

    @Test
    void oneOrTwoNumbersAreTheNewestOfThese() {
        List<Version> named = TABLE.named();
        String newest = named.get(named.size() - 1).text();
        assertTrue(newest.startsWith(TABLE.newestKnown() + "."), newest);
        for (String text : List.of("latest", "release", "LATEST", TABLE.newestKnown(), "v" + newest.split("\\.")[0])) {
            assertEquals(newest, meant(text), text);
        }
        assertTrue(meant("2").startsWith("2."), meant("2"));
        assertTrue(meant("v1").startsWith("1."), meant("v1"));
        // 1.1 is no beginning of 1.106.
        assertEquals("1.1.0", meant("1.1"));
    }

    @Test
    void ofWhatTheTableDoesNotNameItIsTheFirst() {
        assertEquals("99.0.0", meant("v99"));
        assertEquals("99.4.0", meant("99.4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v", "newest", "3.x", "3.3.", "-1", "2.7.5.1", "99999999999", "pr-1234", "３"})
    void anythingElseIsNone(String text) {
        assertEquals("", meant(text));
    }
}
