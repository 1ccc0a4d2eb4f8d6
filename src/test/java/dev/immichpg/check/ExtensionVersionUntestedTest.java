package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_VERSION_UNTESTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionVersionUntestedTest implements CheckTest {

    /** FailureMode.PGVECTOR_DRIFT: of pgvector beneath VectorChord, Immich looks at no version at all. */
    @Test
    void pgvectorBeneathVectorChord() {
        Given given = Given.vchord().installed("vector", "0.9.0");

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_VERSION_UNTESTED, given));

        assertEquals("vector", finding.subject());
        assertEquals("pgvector 0.9.0 is installed.", finding.observed());
        assertEquals("Immich's documentation lists >=0.7 <0.9 as known to work.", finding.expected());
        assertEquals(
                List.of(
                        "ADVICE PERSON: Use a version within >=0.7 <0.9 at the next opportunity. No script leads back from a"
                                + " newer one."),
                Judged.remedy(finding));
        assertEquals(
                List.of("ADVICE PERSON: Update it to 0.8.5, which the server has."),
                Judged.remedy(Judged.onlyFinding(
                        Judged.judge(EXTENSION_VERSION_UNTESTED, Given.vchord().installed("vector", "0.6.0")))));
    }

    @ParameterizedTest
    @CsvSource({
        "1.133.0, 0.6.2, PROBLEM",
        "1.133.0, 0.7.0, OK",
        "1.133.0, 0.9.0, OK",
        "2.2.3,   0.9.0, OK",
        "2.2.3,   1.0.0, PROBLEM",
        "2.3.0,   0.9.0, PROBLEM",
        "2.4.1,   0.8.6, OK",
        "2.7.5,   0.9.0, PROBLEM",
        "3.3.0,   0.8.6, OK",
    })
    void pgvectorBeneathVectorChordInEachEra(String immich, String version, Status expected) {
        Given given = Given.vchord().installed("vchord", "0.3.0").installed("vector", version);

        assertEquals(
                expected,
                Judged.judge(EXTENSION_VERSION_UNTESTED, given, immich).status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.134.0, 0.3.0, OK",
        "1.134.0, 0.4.0, PROBLEM",
        "1.135.1, 0.4.3, OK",
        "1.135.1, 0.5.0, PROBLEM",
        "2.2.3,   0.5.0, PROBLEM",
        "2.3.0,   0.5.3, OK",
        "2.4.1,   0.6.0, PROBLEM",
        "2.7.5,   1.1.1, OK",
        "2.7.5,   2.0.0, PROBLEM",
    })
    void vectorChord(String immich, String version, Status expected) {
        Given given = Given.vchord().installed("vchord", version);

        assertEquals(
                expected,
                Judged.judge(EXTENSION_VERSION_UNTESTED, given, immich).status());
    }

    /** releases.md#documented-ranges: the documentation of 1.95 to 1.105 said less than the code accepted. */
    @ParameterizedTest
    @CsvSource({
        "1.105.1, 0.2.1, OK",
        "1.105.1, 0.3.0, PROBLEM",
        "1.106.0, 0.3.0, NOT_APPLICABLE",
        "1.118.0, 0.3.0, OK",
        "1.118.0, 0.4.0, PROBLEM",
        "2.7.5,   0.4.0, NOT_APPLICABLE",
    })
    void pgvectoRs(String immich, String version, Status expected) {
        Given given = Given.pgvectors().installed("vectors", version);

        assertEquals(
                expected,
                Judged.judge(EXTENSION_VERSION_UNTESTED, given, immich).status());
    }

    /** The range beneath VectorChord is not one for pgvector alone. */
    @Test
    void doesNotApplyToPgvectorAlone() {
        Verdict verdict =
                Judged.judge(EXTENSION_VERSION_UNTESTED, Given.pgvector().installed("vector", "0.6.2"));

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("The documentation of this release names no versions of pgvector.", verdict.note());
    }

    @Test
    void doesNotApplyWhereNothingIsInstalled() {
        Given given = Given.fresh().notInstalled("vchord").installed("vector", "0.6.2");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(EXTENSION_VERSION_UNTESTED, given, "2.7.5").status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().installed("vector", "0.9.0").historyHidden();

        assertEquals(
                Status.UNKNOWN, Judged.judge(EXTENSION_VERSION_UNTESTED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().installed("vector", "0.9.0"));
    }

    @Override
    public List<Story> stories() {
        // Its remedy is another package or another Immich: unit tests alone.
        return List.of();
    }
}
