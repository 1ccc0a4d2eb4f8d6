package dev.immichpg.check;

import static dev.immichpg.check.Check.LOADED_LIBRARY_OUTDATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedLibraryOutdatedTest implements CheckTest {

    private static Given vchord18(String loaded, String installed, String onDisk) {
        return Given.vchord()
                .server(180_006)
                .installed("vchord", installed)
                .available("vchord", onDisk)
                .loadedModule("vchord", loaded);
    }

    @Test
    void theLibraryOfBeforeTheUpdateIsStillLoaded() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(LOADED_LIBRARY_OUTDATED, vchord18("1.0.0", "1.1.1", "1.1.1")));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "Postgres has loaded library vchord 1.0.0, but extension vchord is 1.1.1, and the package on the server"
                        + " 1.1.1.",
                finding.observed());
        assertEquals(
                "Expected the loaded library to be that of the package: Postgres loads it when it starts.",
                finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.face_search;",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** Where the library is the package's, nothing but an update is to be done, and others tell. */
    @ParameterizedTest
    @CsvSource({
        "1.1.1, 1.1.1, 1.1.1, OK",
        "1.0.0, 1.0.0, 1.1.1, NOT_APPLICABLE",
        "1.1.1, 1.0.0, 1.1.1, OK",
        "0.5.3, 1.0.0, 1.1.1, PROBLEM",
        "1.1.1, 1.0.0, 1.0.0, PROBLEM",
    })
    void whatARestartWouldChange(String loaded, String installed, String onDisk, Status expected) {
        assertEquals(
                expected,
                Judged.judge(LOADED_LIBRARY_OUTDATED, vchord18(loaded, installed, onDisk))
                        .status());
    }

    @Test
    void leavesAPackageThatIsGoneToOthers() {
        Given given = vchord18("1.0.0", "1.1.1", "1.1.1").notAvailable("vchord");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOADED_LIBRARY_OUTDATED, given).status());
    }

    /** issue 14, row 1: before Postgres 18 settings that the new library has are absent. */
    @Test
    void settingsTellBeforePostgres18() {
        Given replaced = Given.vchord()
                .superuser()
                .available("vchord", "1.1.1")
                .loadedSettings("vchordrq.probes", "vchordrq.io_search");

        assertEquals(
                "Postgres has loaded an older library vchord, but extension vchord is 0.4.3, and the package on the server"
                        + " 1.1.1.",
                Judged.onlyFinding(Judged.judge(LOADED_LIBRARY_OUTDATED, replaced))
                        .observed());
        assertEquals(
                Status.OK,
                Judged.judge(
                                LOADED_LIBRARY_OUTDATED,
                                replaced.loadedSettings("vchordrq.probes", "vchordrq.io_search", "vchordg.ef_search"))
                        .status());
    }

    /** issue 14, row 1: where nobody can tell. */
    @Test
    void unknownWhereAnUpdateWaitsAndNothingTells() {
        Given replaced = Given.vchord().installed("vchord", "1.0.0").available("vchord", "1.1.1");

        Verdict verdict = Judged.judge(LOADED_LIBRARY_OUTDATED, replaced, "3.1.0");

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Whether Postgres has the library of VectorChord 1.1.1 in memory or still an older one, the catalogs do not"
                        + " show. With an older one the update fails, or the indexes that it ends with break at the next"
                        + " restart of Postgres. Restart Postgres first.",
                verdict.note());
    }

    /** Likewise where Immich creates it in a new database, unless all that can be in memory are alike. */
    @Test
    void unknownWhereImmichCreatesItAndNothingTells() {
        Given created = Given.vchord().notInstalled("vchord").available("vchord", "1.1.0");

        Verdict verdict = Judged.judge(LOADED_LIBRARY_OUTDATED, created, "3.1.0");

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Whether Postgres has the library of VectorChord 1.1.0 in memory or still an older one, the catalogs do not"
                        + " show. With an older one CREATE EXTENSION fails, or the indexes that Immich then builds break at"
                        + " the next restart of Postgres. Restart Postgres first.",
                verdict.note());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOADED_LIBRARY_OUTDATED, created.available("vchord", "0.5.3"), "3.1.0")
                        .status());
    }

    /** pgvector's is loaded by each session, unless somebody preloads it. */
    @Test
    void aPreloadedPgvectorIsLookedAt() {
        Given given =
                Given.pgvector().server(180_006).available("vector", "0.8.5").loadedModule("vector", "0.8.1");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOADED_LIBRARY_OUTDATED, given).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(LOADED_LIBRARY_OUTDATED, given.preload("vector")).status());
    }

    @Test
    void doesNotApplyToALibraryThatDoesNotSayItsVersion() {
        Verdict verdict = Judged.judge(LOADED_LIBRARY_OUTDATED, vchord18("", "0.4.3", "0.4.3"));

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("No update is pending, and nothing shows the version of a loaded library.", verdict.note());
    }

    @Test
    void doesNotApplyToALibraryThatIsLoadedForOtherDatabases() {
        Given given = Given.pgvector().server(180_006).loadedModule("vchord", "1.0.0");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOADED_LIBRARY_OUTDATED, given).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {140_024, 170_011})
    void doesNotApplyBeforePostgres18(int versionNum) {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(LOADED_LIBRARY_OUTDATED, Given.vchord().server(versionNum))
                        .status());
    }

    @Test
    void unknownWherePostgresWouldNotTell() {
        Verdict verdict = Judged.judge(
                LOADED_LIBRARY_OUTDATED, Given.vchord().server(180_006).login("Monitor"));

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Monitor could not read which libraries are loaded. Run as a superuser: GRANT EXECUTE ON FUNCTION"
                        + " pg_catalog.pg_get_loaded_modules() TO \"Monitor\";",
                verdict.note());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = vchord18("1.0.0", "1.1.1", "1.1.1").historyHidden();

        assertEquals(
                Status.PROBLEM, Judged.judge(LOADED_LIBRARY_OUTDATED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(vchord18("1.0.0", "1.1.1", "1.1.1"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "VectorChord was updated, and Postgres goes on with the library of before",
                Check.LOADED_LIBRARY_OUTDATED,
                Set.of(),
                Outcome.STARTS,
                Story.TELLING_VCHORD,
                p -> {
                    p.server().install(Package.vchord("1.0.0", "1.1.1"));
                    p.server().installVchordLibrary("1.1.1");
                    p.database()
                            .superuserExecute(
                                    "ALTER EXTENSION vchord UPDATE",
                                    "REINDEX INDEX public.clip_index",
                                    "REINDEX INDEX public.face_index");
                }));
    }
}
