package dev.immichpg.check;

import static dev.immichpg.check.Check.SERVER_READ_ONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReadOnlyTest implements CheckTest {

    private static final String SETTING = "default_transaction_read_only";
    private static final String WHY =
            "Find out who has set default_transaction_read_only, and why. Some providers do it"
                    + " when the disk is full: free space first.";

    @Test
    void aStandbyIsNoPlaceForImmich() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(SERVER_READ_ONLY, Given.vchord().standby()));

        assertEquals("server", finding.subject());
        assertEquals("The server is in recovery: it is a standby.", finding.observed());
        assertEquals("Expected the primary, because Immich must write.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: Point Immich's DB_URL or DB_HOSTNAME, and this agent, at the primary (with"
                                + " CloudNativePG: the service that ends in -rw).",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** A superuser cannot write on a standby either, and what the login may see does not matter. */
    @Test
    void sameForASuperuserAndWithoutAnyGrant() {
        Given given = Given.pgvectors().superuser().standby().historyHidden().preloadHidden();

        assertEquals(Status.PROBLEM, Judged.judge(SERVER_READ_ONLY, given).status());
    }

    @Test
    void quietOnAPrimaryWhoseReleaseIsNotKnown() {
        assertEquals(
                Status.OK,
                Judged.judge(SERVER_READ_ONLY, Given.vchord().historyHidden()).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ROLE_IN_DATABASE | role immich in this database | ALTER ROLE immich IN DATABASE immich
                    ROLE             | role immich                  | ALTER ROLE immich
                    DATABASE         | the database                 | ALTER DATABASE immich
                    ALL_ROLES        | all roles                    | ALTER DATABASE immich
                    """)
    void switchedOffWhereItIsSet(Scope scope, String where, String statement) {
        Given given = Given.vchord().roleSetting(scope, SETTING, "on");

        Finding finding = Judged.onlyFinding(Judged.judge(SERVER_READ_ONLY, given));

        assertEquals(SETTING, finding.subject());
        assertEquals("default_transaction_read_only is on for " + where + ".", finding.observed());
        assertEquals("Expected it to be off for role immich, because Immich must write.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: " + WHY,
                        "GRANT SUPERUSER: BEGIN READ WRITE; " + statement
                                + " SET default_transaction_read_only = off; COMMIT;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** Others may want the server to be so. */
    @Test
    void whatTheServerSetsIsOverruledForTheDatabase() {
        Given given = Given.vchord()
                .serverReadOnly(true)
                .database(d -> Given.aDatabase("my photos", "immich", true, true, true));

        Finding finding = Judged.onlyFinding(Judged.judge(SERVER_READ_ONLY, given));

        assertEquals("default_transaction_read_only is on for the whole server.", finding.observed());
        assertEquals(
                "GRANT SUPERUSER: BEGIN READ WRITE; ALTER DATABASE \"my photos\""
                        + " SET default_transaction_read_only = off; COMMIT;",
                Judged.remedy(finding).get(1));
    }

    @Test
    void theNearestSettingRules() {
        Given given = Given.vchord().serverReadOnly(true).roleSetting(Scope.DATABASE, SETTING, "on");

        assertEquals(Status.PROBLEM, Judged.judge(SERVER_READ_ONLY, given).status());
        assertEquals(
                Status.OK,
                Judged.judge(SERVER_READ_ONLY, given.roleSetting(Scope.ROLE, SETTING, "off"))
                        .status());
    }

    /** Postgres stores what was typed. */
    @ParameterizedTest
    @CsvSource({
        "on, PROBLEM", "TRUE, PROBLEM", "t, PROBLEM", "y, PROBLEM", "1, PROBLEM",
        "off, OK", "false, OK", "of, OK", "n, OK", "0, OK"
    })
    void whateverWayItIsWritten(String value, Status status) {
        Given given = Given.vchord().roleSetting(Scope.ROLE, SETTING, value);

        assertEquals(status, Judged.judge(SERVER_READ_ONLY, given).status());
    }

    @Test
    void unknownWhereTheServersIsHidden() {
        Given given = Given.vchord().login("Monitor").serverReadOnlyHidden();

        Verdict verdict = Judged.judge(SERVER_READ_ONLY, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Monitor has its own default_transaction_read_only, so it cannot see the server's. (The agent only"
                        + " reads, with or without it.) Run as a superuser: ALTER ROLE \"Monitor\" RESET"
                        + " default_transaction_read_only; (or, if it is set for this database: ALTER ROLE \"Monitor\" IN DATABASE"
                        + " immich RESET default_transaction_read_only;)",
                verdict.note());
    }

    @Test
    void knownWhereImmichsOwnSettingHidesTheServersAnyway() {
        Given given = Given.vchord().serverReadOnlyHidden().roleSetting(Scope.ROLE, SETTING, "off");

        assertEquals(Status.OK, Judged.judge(SERVER_READ_ONLY, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().standby());
    }

    @Override
    public List<Story> stories() {
        // No statement promotes a standby from within Immich's database, and where the whole server is read-only no
        // story
        // could clear away its database: unit tests alone.
        return List.of(
                new Story(
                        "the database was set read-only",
                        Check.SERVER_READ_ONLY,
                        Set.of(),
                        Outcome.UNKNOWN,
                        Story::vchord,
                        p -> readOnly(p, "ALTER DATABASE \"" + p.database().name() + '"')),
                new Story(
                        "Immich's role was set read-only",
                        Check.SERVER_READ_ONLY,
                        Set.of(),
                        Outcome.UNKNOWN,
                        Story::vchord,
                        p -> readOnly(
                                p,
                                "ALTER ROLE " + p.quotedRole() + " IN DATABASE \""
                                        + p.database().name() + '"')));
    }

    private static void readOnly(Patient patient, String place) {
        patient.database().superuserExecute(place + " SET default_transaction_read_only = on");
        patient.where(WHY, () -> {});
    }
}
