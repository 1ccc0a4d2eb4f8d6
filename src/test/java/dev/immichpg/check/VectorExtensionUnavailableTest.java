package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_EXTENSION_UNAVAILABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorExtensionUnavailableTest implements CheckTest {

    @Test
    void noneOnANewServer() {
        Given given = Given.fresh()
                .notInstalled("vchord")
                .notInstalled("vector")
                .notAvailable("vchord")
                .notAvailable("vector")
                .preload("pg_stat_statements")
                .loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given, "2.7.5"));

        assertEquals("vchord, vectors, vector", finding.subject());
        assertEquals("None of vchord, vectors, vector is available on the server.", finding.observed());
        assertEquals("Immich needs one of them.", finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the packages of VectorChord and pgvector for Postgres 17.",
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements',"
                                + " 'vchord.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** As after a major upgrade of Postgres: what the data are in comes back, not what a new database would get. */
    @Test
    void theOneThatIsInstalledIsToComeBack() {
        Finding pgvector = Judged.onlyFinding(
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, Given.pgvector().notAvailable("vector")));
        Finding pgvectors = Judged.onlyFinding(
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, Given.pgvectors().notAvailable("vectors"), "2.7.5"));

        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvector 0.8.5 for Postgres 17 again.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(pgvector));
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvecto.rs 0.2.0 for Postgres 16 again.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(pgvectors));
    }

    /** FailureMode.EXTENSION_NOT_AVAILABLE: Immich 3 knows pgvecto.rs no more, and cannot read its data. */
    @Test
    void pgvectoRsAloneStopsImmich3() {
        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, Given.pgvectors(), "3.0.0"));

        assertEquals("None of vchord, vector is available on the server.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RUN_OTHER_RELEASE PERSON: Run a release of Immich that knows both extensions (2.5.0 – 2.7.x), migrate"
                                + " from pgvecto.rs to VectorChord with it, and only then upgrade. Immich's documentation has"
                                + " the steps."),
                Judged.remedy(finding));
    }

    @Test
    void aSettingThatTheReleaseDoesNotAccept() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, Given.vchord(), "3.0.0", VectorExtension.PGVECTO_RS));

        assertEquals("pgvecto.rs", finding.subject());
        assertEquals(
                "DB_VECTOR_EXTENSION is pgvecto.rs, which Immich 3.0.0 – 3.3.x does not accept.", finding.observed());
        assertEquals("Expected one of vectorchord, pgvector.", finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CONFIGURE CONFIGURATION: DB_VECTOR_EXTENSION=vectorchord   # for Immich; and vector-extension = vectorchord for this agent",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void theSettingIsToNameWhatTheDataAreIn() {
        assertTrue(
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                                VECTOR_EXTENSION_UNAVAILABLE, Given.pgvector(), "3.0.0", VectorExtension.PGVECTO_RS)))
                        .contains(
                                "CONFIGURE CONFIGURATION: DB_VECTOR_EXTENSION=pgvector   # for Immich; and vector-extension = pgvector for this agent"));
        assertTrue(Judged.remedy(Judged.onlyFinding(Judged.judge(
                        VECTOR_EXTENSION_UNAVAILABLE, Given.pgvectors(), "3.0.0", VectorExtension.PGVECTO_RS)))
                .stream()
                .anyMatch(step -> step.contains("migrate from pgvecto.rs to VectorChord with it")));
    }

    @Test
    void theOneThatTheSettingNamesIsNotThere() {
        Given given = Given.pgvector();

        Finding finding = Judged.onlyFinding(
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given, "2.7.5", VectorExtension.VECTORCHORD));

        assertEquals("vchord", finding.subject());
        assertEquals("Extension vchord is not available on the server.", finding.observed());
        assertEquals("Immich needs VectorChord.", finding.expected());
        assertTrue(Judged.remedy(finding)
                .contains("INSTALL_PACKAGES PERSON: Install the package of VectorChord for Postgres 17."));
    }

    /** A list that is hidden must not be overwritten. */
    @Test
    void wherePreloadIsHiddenTheConfigurationIsToBeEdited() {
        Given given = Given.pgvector().preloadHidden();

        assertTrue(Judged.remedy(Judged.onlyFinding(
                        Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given, "2.7.5", VectorExtension.VECTORCHORD)))
                .contains("CONFIGURE CONFIGURATION: shared_preload_libraries = 'vchord.so'   # added to what is there,"
                        + " separated by commas"));
    }

    /** start-up.md#eras: before 1.133 pgvecto.rs was the default, available or not. */
    @ParameterizedTest
    @CsvSource({"1.132.3, PROBLEM", "1.133.0, OK"})
    void choosesByAvailabilitySince1_133(String immich, Status expected) {
        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, Given.pgvector(), immich)
                        .status());
    }

    /** start-up.md#steps: a control file that is gone stops Immich since 1.112 only. */
    @ParameterizedTest
    @CsvSource({"1.91.0, NOT_APPLICABLE", "1.105.1, NOT_APPLICABLE", "1.111.0, NOT_APPLICABLE", "1.112.0, PROBLEM"})
    void anInstalledOneIsEnoughBefore1_112(String immich, Status expected) {
        Given given = Given.pgvectors().notAvailable("vectors");

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given, immich).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.91.0", "1.95.0", "1.111.0"})
    void neitherInstalledNorAvailableStopsEveryRelease(String immich) {
        Given given = Given.pgvectors().notInstalled("vectors").notAvailable("vectors");

        assertEquals(
                Status.PROBLEM,
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given, immich).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.pgvector().notAvailable("vector").historyHidden();

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_EXTENSION_UNAVAILABLE, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().notAvailable("vchord").notAvailable("vector"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "no vector extension is available",
                Check.VECTOR_EXTENSION_UNAVAILABLE,
                Set.of(Check.EXTENSION_FILES_MISSING, Check.PRELOAD_PACKAGE_MISSING),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    for (String name : List.of("vchord", "vector", "vectors")) {
                        p.server().uninstall(name);
                    }
                    String pgvector =
                            p.database().value("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
                    for (String gone : List.of("VectorChord 0.4.3", "pgvector " + pgvector)) {
                        p.where(
                                "Install the package of " + gone + " for Postgres "
                                        + p.server().major() + " again.",
                                p.server()::resetPackages);
                    }
                }));
    }
}
