package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_UPDATE_PENDING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionUpdatePendingTest implements CheckTest {

    /** FailureMode.PGVECTOR_DRIFT: nobody else looks at pgvector beneath VectorChord. */
    @Test
    void pgvectorBeneathVectorChord() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(EXTENSION_UPDATE_PENDING, Given.vchord().available("vector", "0.8.6")));

        assertEquals("vector", finding.subject());
        assertEquals(
                "Extension vector 0.8.5 is installed, and its package on the server provides 0.8.6.",
                finding.observed());
        assertEquals("Expected the installed version to be that of the package.", finding.expected());
        assertEquals(List.of("UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;"), Judged.remedy(finding));
    }

    /** FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA, and a name that needs quotes. */
    @Test
    void theOrdinaryExtensionsDriftAsWell() {
        Given given = Given.vchord().available("earthdistance", "1.2").available("uuid-ossp", "1.2");

        assertEquals(
                List.of(
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION earthdistance UPDATE;",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION \"uuid-ossp\" UPDATE;"),
                Judged.judge(EXTENSION_UPDATE_PENDING, given).findings().stream()
                        .flatMap(f -> Judged.remedy(f).stream())
                        .toList());
    }

    /** Immich would do it itself, with a lock and in its own time; the whole procedure is given. */
    @Test
    void vectorChordWantsItsIndexesRebuilt() {
        Given given = Given.vchord()
                .superuser()
                .available("vchord", "1.1.1")
                .index(
                        "face_index",
                        i -> new VectorIndex(
                                "Photos", i.name(), i.table(), i.accessMethod(), i.options(), true, true, i.rowAge()));

        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vchord UPDATE;",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX SUPERUSER: VACUUM (INDEX_CLEANUP OFF) \"Photos\".face_search;",
                        "REBUILD_INDEX SUPERUSER: REINDEX INDEX \"Photos\".face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given))));
    }

    /** extensions.md#pgvecto-rs: pgvecto.rs upgrades its own files, and is restarted a second time. */
    @ParameterizedTest
    @ValueSource(strings = {"1.105.1", "1.111.0"})
    void pgvectoRsWhereImmichOnlyTriedToUpdateIt(String immich) {
        Given given = Given.pgvectors()
                .available("vectors", "0.2.1")
                .installed(
                        "vectors",
                        e -> new InstalledExtension(e.name(), e.version(), "Vectors", e.owner(), false, e.rowAge()));

        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vectors UPDATE;",
                        "UPDATE_EXTENSION SUPERUSER: " + RemedySteps.UPGRADE_FILES.text(),
                        "RESTART_POSTGRES_AGAIN PERSON: Restart Postgres again.",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.face_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given, immich))));
    }

    /**
     * FailureMode.EXTENSION_SWITCHES: a vchord package makes Immich choose another extension than the one whose package
     * is newer.
     */
    @Test
    void pgvectoRsThatIsStillInUseIsUpdatedAsItMustBe() {
        Given given = Given.pgvectors().available("vchord", "0.4.3").available("vectors", "0.2.1");

        assertEquals(
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given, "1.111.0"))),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given, "2.7.5"))));
    }

    /** FailureMode.EXTENSION_LEFT_OVER: no index is left to rebuild of an extension that Immich has moved away from. */
    @Test
    void aLeftoverNeedsNoMoreThanTheUpdate() {
        Given given = Given.vchord().installed("vectors", "0.2.0").available("vectors", "0.2.1");

        assertEquals(
                List.of("UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vectors UPDATE;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given))));
    }

    /** Before 1.112 Immich ignores such a package, and an update to it would lock Immich out. */
    @ParameterizedTest
    @CsvSource({
        "1.94.1,  0.1.11, 0.2.0, >=0.1.1 <=0.1.11",
        "1.105.1, 0.2.0,  1.0.0, >=0.2.0 <1.0.0",
        "1.111.0, 0.2.0,  0.3.0, 0.2.x",
    })
    void neverAdvisesAnUpdateThatImmichRefuses(String immich, String installed, String available, String range) {
        Given given = Given.pgvectors().installed("vectors", installed).available("vectors", available);

        assertEquals(
                List.of("INSTALL_PACKAGES PERSON: Install the package of pgvecto.rs " + installed
                        + " again. This release of Immich only accepts " + range + "."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_PENDING, given, immich))));
    }

    @Test
    void noScriptLeadsThere() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(EXTENSION_UPDATE_PENDING, Given.vchord().available("vector", "0.7.4")));

        assertEquals(
                "Extension vector 0.8.5 is installed, and its package on the server provides 0.7.4. No script leads from"
                        + " the one to the other.",
                finding.observed());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvector 0.8.5 again, or one with update scripts"
                                + " from 0.8.5."),
                Judged.remedy(finding));
    }

    /** What stops the next start is told by the check that says so. */
    @Test
    void leavesWhatStopsImmichToTheGraverChecks() {
        Given blocked = Given.vchord().available("vchord", "1.1.1");
        Given noPath = Given.vchord().superuser().available("vchord", "1.1.1").withoutUpdatePath("vchord");
        Given older = Given.vchord().available("vchord", "0.4.2");
        Given outOfRange = Given.vchord().superuser().available("vchord", "1.1.1");

        assertEquals(Status.OK, Judged.judge(EXTENSION_UPDATE_PENDING, blocked).status());
        assertEquals(Status.OK, Judged.judge(EXTENSION_UPDATE_PENDING, noPath).status());
        assertEquals(Status.OK, Judged.judge(EXTENSION_UPDATE_PENDING, older).status());
        assertEquals(
                Status.OK,
                Judged.judge(EXTENSION_UPDATE_PENDING, outOfRange, "2.4.1").status());
    }

    @Test
    void quietWithoutThePackageOrWithoutTheExtension() {
        Given given = Given.vchord().notAvailable("vector").available("vectors", "0.3.0");

        assertEquals(Status.OK, Judged.judge(EXTENSION_UPDATE_PENDING, given).status());
    }

    /** Drift is drift also where the release is not known; but then nobody knows what Immich accepts. */
    @Test
    void whileTheReleaseIsUnknownAnUpdateOfVectorChordIsNotAdvised() {
        Given given = Given.vchord()
                .available("vchord", "1.1.1")
                .available("vector", "0.8.6")
                .historyHidden();

        assertEquals(
                List.of(
                        "CONFIGURE PERSON: First make sure that Immich accepts VectorChord 1.1.1: no script leads back."
                                + " If immich-version is set, this agent can tell.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;"),
                Judged.judge(EXTENSION_UPDATE_PENDING, given).findings().stream()
                        .flatMap(f -> Judged.remedy(f).stream())
                        .toList());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().available("vector", "0.8.1"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "a newer pgvector package arrives, under VectorChord",
                        Check.EXTENSION_UPDATE_PENDING,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.server().install(Package.pgvector("0.8.5", "0.8.6"))),
                new Story(
                        "a newer cube arrives with a minor version of Postgres",
                        Check.EXTENSION_UPDATE_PENDING,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.server().install(Package.newerContrib("cube", "9.9"))));
    }
}
