package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionMissingTest implements CheckTest {

    /**
     * FailureMode.EXTENSION_NOT_CREATABLE and FailureMode.EXTENSION_IN_OTHER_DATABASE: it may well be installed in
     * database postgres.
     */
    @ParameterizedTest
    @ValueSource(strings = {"vchord", "earthdistance"})
    void onlyASuperuserMayCreateIt(String name) {
        Finding finding = Judged.onlyFinding(
                Judged.judge(EXTENSION_MISSING, Given.vchord().notInstalled(name)));

        assertEquals(name, finding.subject());
        assertEquals(
                "Extension " + name
                        + " is not installed in database immich, and role immich is not allowed to create it.",
                finding.observed());
        assertEquals("Immich needs it in this database.", finding.expected());
        assertEquals(
                List.of("CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS " + name
                        + " SCHEMA public CASCADE;"),
                Judged.remedy(finding));
    }

    @Test
    void theServerDoesNotHaveIt() {
        Given given = Given.vchord()
                .notInstalled("uuid-ossp")
                .notAvailable("uuid-ossp")
                .superuser();

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_MISSING, given));

        assertEquals("uuid-ossp", finding.subject());
        assertEquals(
                "Extension uuid-ossp is neither installed in this database nor available on the server.",
                finding.observed());
        assertEquals("Immich needs it.", finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package that holds extension uuid-ossp for Postgres 17"
                                + " (postgresql-contrib).",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\" SCHEMA public CASCADE;"),
                Judged.remedy(finding));
    }

    @Test
    void vectorChordNeedsPgvectorBeneathIt() {
        Given given = Given.fresh().notInstalled("vchord").notInstalled("vector");

        assertEquals(
                List.of("vchord", "vector"),
                Judged.judge(EXTENSION_MISSING, given, "2.7.5").findings().stream()
                        .map(Finding::subject)
                        .sorted()
                        .toList());

        assertEquals(
                "INSTALL_PACKAGES PERSON: Install the package that holds extension vector for Postgres 17 (pgvector).",
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                                EXTENSION_MISSING, given.superuser().notAvailable("vector"), "2.7.5")))
                        .get(0));
    }

    /**
     * database.md#required-extensions: cube, pg_trgm, unaccent and uuid-ossp are trusted, which takes CREATE on the
     * database.
     */
    @Test
    void quietWhereImmichCreatesItItself() {
        Given trusted = Given.fresh().notInstalled("cube").notInstalled("unaccent");

        assertEquals(
                Status.OK, Judged.judge(EXTENSION_MISSING, trusted, "2.7.5").status());
        assertEquals(
                List.of("cube", "unaccent"),
                Judged.judge(
                                EXTENSION_MISSING,
                                trusted.database(d -> Given.aDatabase(d.name(), "postgres", false, true, false)),
                                "2.7.5")
                        .findings()
                        .stream()
                        .map(Finding::subject)
                        .toList());
    }

    /** Only the first migration creates them. */
    @Test
    void whatIsLostLaterImmichDoesNotCreateAgain() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(EXTENSION_MISSING, Given.vchord().notInstalled("unaccent")));

        assertEquals("Extension unaccent is not installed in database immich.", finding.observed());
        assertEquals("Immich needs it, and does not create it a second time.", finding.expected());
        assertEquals(
                List.of("CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public CASCADE;"),
                Judged.remedy(finding));
    }

    /** Managed services trust what upstream does not. */
    @Test
    void trustIsReadAndNotAssumed() {
        Given given = Given.pgvector().notInstalled("vector").trusted("vector");

        assertEquals(Status.OK, Judged.judge(EXTENSION_MISSING, given).status());
    }

    @Test
    void quietForASuperuser() {
        Given given = Given.fresh()
                .superuser()
                .notInstalled("vchord")
                .notInstalled("vector")
                .notInstalled("earthdistance");

        assertEquals(Status.OK, Judged.judge(EXTENSION_MISSING, given, "2.7.5").status());
    }

    @ParameterizedTest
    @CsvSource({"1.95.0, OK", "1.96.0, PROBLEM", "3.3.0, PROBLEM"})
    void pgTrgmIsNeededSince1_96(String immich, Status expected) {
        Given given = Given.vchord().notInstalled("pg_trgm").notAvailable("pg_trgm");
        Given before = Given.pgvectors().notInstalled("pg_trgm").notAvailable("pg_trgm");

        assertEquals(
                expected,
                Judged.judge(EXTENSION_MISSING, immich.startsWith("1.") ? before : given, immich)
                        .status());
    }

    /** The vector extension that Immich chooses is the one that must be there. */
    @ParameterizedTest
    @CsvSource({"1.132.3, vectors", "2.7.5, vchord"})
    void whichOneIsNeededDependsOnTheEra(String immich, String needed) {
        Given given = Given.vchord().notInstalled("vchord").available("vectors", "0.2.0");

        assertEquals(
                needed,
                Judged.onlyFinding(Judged.judge(EXTENSION_MISSING, given, immich))
                        .subject());
    }

    /** That no package is there at all is told by vector-extension-unavailable. */
    @Test
    void leavesAVectorExtensionWithoutAPackageToTheOtherCheck() {
        Given given = Given.pgvectors().notInstalled("vectors").notAvailable("vectors");

        assertEquals(
                Status.OK, Judged.judge(EXTENSION_MISSING, given, "1.118.2").status());
    }

    @Test
    void namesTheDatabaseAndTheRole() {
        Given given = Given.vchord()
                .notInstalled("earthdistance")
                .role(r -> Given.aRole("Photo, user", true, false, true))
                .database(d -> Given.aDatabase("Photos", d.owner(), true, true, true));

        assertEquals(
                "Extension earthdistance is not installed in database Photos, and role Photo, user is not allowed to create it.",
                Judged.onlyFinding(Judged.judge(EXTENSION_MISSING, given)).observed());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().notInstalled("vchord").historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(EXTENSION_MISSING, given).status());
    }

    /** Issue 13: the start was blocked, and no check said so. */
    @Test
    void vectorChordInADatabaseOfAnother() {
        Given given = Given.vchord()
                .notInstalled("vchord")
                .trusted("vchord")
                .noExtensionSettings()
                .database(d -> Given.aDatabase(d.name(), "postgres", false, true, true));
        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_MISSING, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "To create VectorChord, Immich also sets vchordrq.probes on database immich, which role immich does not own.",
                finding.observed());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER DATABASE immich SET vchordrq.probes = 1;",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;"),
                Judged.remedy(finding));
        assertEquals(
                Status.OK, Judged.judge(EXTENSION_MISSING, given.superuser()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().notInstalled("earthdistance"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                        "an extension is dropped",
                        EXTENSION_MISSING,
                        Set.of(),
                        // Immich makes and looks for it in a migration only.
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database().superuserExecute("DROP EXTENSION earthdistance"))
                // There an index needs it.
                .neverOfWhole());
    }
}
