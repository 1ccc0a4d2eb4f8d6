package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_EXTENSION_OUT_OF_RANGE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorExtensionOutOfRangeTest implements CheckTest {

    /**
     * FailureMode.AVAILABLE_VERSION_OUT_OF_RANGE: Immich stops at the package alone, though what is installed is fine.
     */
    @Test
    void aPackageThatIsTooNew() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, "2.4.1"));

        assertEquals("vchord", finding.subject());
        assertEquals("VectorChord 1.1.1 is available on the server.", finding.observed());
        assertEquals("Immich only accepts >=0.3 <0.6.", finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "INSTALL_PACKAGES PERSON: Install the package of VectorChord 0.4.3 for Postgres 17 again.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void anInstalledOneThatIsTooOldIsToBeUpdated() {
        Given given = Given.vchord().installed("vchord", "0.2.2").available("vchord", "0.2.2");

        List<Finding> findings =
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given).findings();

        assertEquals(
                List.of(
                        "VectorChord 0.2.2 is available on the server.",
                        "VectorChord 0.2.2 is installed in this database."),
                findings.stream().map(Finding::observed).toList());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.face_search;",
                        "INSTALL_PACKAGES PERSON: Install a version of VectorChord within >=0.3 <2 for Postgres 17.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vchord UPDATE;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(findings.get(1)));
    }

    /** There are no scripts back (FailureMode.PACKAGE_DOWNGRADED): only a newer Immich helps. */
    @Test
    void anInstalledOneThatIsTooNewCannotGoBack() {
        Given given = Given.vchord().installed("vchord", "1.1.1").available("vchord", "0.5.3");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, "2.4.1"));

        assertEquals("VectorChord 1.1.1 is installed in this database.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RUN_OTHER_RELEASE PERSON: Upgrade Immich to 2.5.0, which accepts VectorChord 1.1.1. No script"
                                + " leads back from VectorChord 1.1.1.",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** FailureMode.NIGHTLY_BUILD: as Immich's message says, and never with CASCADE. */
    @Test
    void aNightlyIsDroppedAndCreatedAnew() {
        Given given = Given.pgvectors().installed("vectors", "0.0.0").available("vectors", "0.2.1");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given));

        assertEquals("pgvecto.rs 0.0.0, a nightly release, is installed in this database.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "INSTALL_PACKAGES PERSON: Install a version of pgvecto.rs within >=0.2 <0.4 for Postgres 16.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "CREATE_EXTENSION SUPERUSER: DROP EXTENSION IF EXISTS vectors;",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vectors SCHEMA public CASCADE;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void aVersionOfTwoNumbersIsNoneToImmich() {
        Given given = Given.vchord().installed("vchord", "1.1").available("vchord", "1.1");

        assertEquals(
                List.of(
                        "VectorChord 1.1, not a version of three numbers, is available on the server.",
                        "VectorChord 1.1, not a version of three numbers, is installed in this database."),
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given).findings().stream()
                        .map(Finding::observed)
                        .toList());
    }

    /** releases.md#ranges. */
    @ParameterizedTest
    @CsvSource({
        "1.133.0, 0.2.2, PROBLEM",
        "1.134.0, 0.3.0, OK",
        "1.134.0, 0.4.0, PROBLEM",
        "1.135.0, 0.4.3, OK",
        "2.0.1,   0.5.0, PROBLEM",
        "2.1.0,   0.5.3, OK",
        "2.4.1,   1.0.0, PROBLEM",
        "2.5.0,   1.2.0, OK",
        "3.3.0,   2.0.0, PROBLEM",
        "3.3.0,   0.5.0-alpha, PROBLEM",
    })
    void vectorChord(String immich, String version, Status expected) {
        Given given = Given.vchord().installed("vchord", version).available("vchord", version);

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich).status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.91.3,  0.3.0,  NOT_APPLICABLE",
        "1.91.4,  0.1.1,  OK",
        "1.91.4,  0.1.10, PROBLEM",
        "1.92.0,  0.1.10, OK",
        "1.94.1,  0.2.0,  PROBLEM",
        "1.95.0,  0.1.11, PROBLEM",
        "1.105.1, 0.3.0,  OK",
        "1.106.0, 0.3.0,  PROBLEM",
        "1.111.0, 0.2.1,  OK",
        "1.112.0, 0.3.0,  OK",
        "1.132.3, 0.4.0,  PROBLEM",
        "2.7.5,   0.4.0,  PROBLEM",
    })
    void pgvectoRs(String immich, String version, Status expected) {
        Given given = Given.pgvectors().installed("vectors", version).available("vectors", version);

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich).status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.95.0,  0.4.4, PROBLEM",
        "1.105.1, 1.0.0, OK",
        "1.106.0, 1.0.0, PROBLEM",
        "1.132.3, 0.5.0, OK",
        "3.0.0,   0.4.4, PROBLEM",
    })
    void pgvector(String immich, String version, Status expected) {
        Given given = Given.pgvector().installed("vector", version).available("vector", version);

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich, VectorExtension.PGVECTOR)
                        .status());
    }

    /** start-up.md#steps: since 1.112 the package counts before what is installed. */
    @ParameterizedTest
    @CsvSource({"1.111.0, 0.3.0, OK", "1.112.0, 0.3.0, OK", "1.111.0, 0.4.0, OK", "1.112.0, 0.4.0, PROBLEM"})
    void thePackageCountsSince1_112(String immich, String available, Status expected) {
        Given given = Given.pgvectors().available("vectors", available);

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich).status());
    }

    /** An old version that the next start updates is no matter of range; before 1.112 only if the update succeeds. */
    @ParameterizedTest
    @ValueSource(strings = {"1.95.0", "1.106.0"})
    void anUpdateThatFailsLeavesTheOldVersionToBeJudged(String immich) {
        Given given = Given.pgvectors().installed("vectors", "0.1.11").available("vectors", "0.2.0");

        assertEquals(
                "pgvecto.rs 0.1.11 is installed in this database.",
                Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich))
                        .observed());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, "1.112.0").status());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given.superuser(), immich)
                        .status());
    }

    /** What CREATE EXTENSION would bring is judged where nothing is installed, in every era. */
    @ParameterizedTest
    @ValueSource(strings = {"1.92.0", "1.95.0", "1.118.2", "2.7.5"})
    void thePackageCountsWhereNothingIsInstalled(String immich) {
        Given given = Given.pgvectors().notInstalled("vectors").available("vectors", "1.0.0");

        assertEquals(
                "pgvecto.rs 1.0.0 is available on the server.",
                Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given, immich))
                        .observed());
    }

    @Test
    void doesNotApplyWithoutAnyExtension() {
        Verdict verdict = Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, Given.pgvectors(), "3.0.0");

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("No vector extension that Immich could use is available.", verdict.note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().installed("vchord", "0.2.2").historyHidden();

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_EXTENSION_OUT_OF_RANGE, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().available("vchord", "2.0.0"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a package beyond Immich's range arrives",
                Check.VECTOR_EXTENSION_OUT_OF_RANGE,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    p.server().install(Package.vchord("0.4.3", "2.0.0"));
                    p.where(
                            "Install the package of VectorChord 0.4.3 for Postgres "
                                    + p.server().major() + " again.",
                            () -> p.server().install(Package.vchord("0.4.3")));
                }));
    }
}
