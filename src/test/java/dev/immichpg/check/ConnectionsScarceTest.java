package dev.immichpg.check;

import static dev.immichpg.check.Check.CONNECTIONS_SCARCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Connections;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsScarceTest implements CheckTest {

    @Test
    void aServerThatOthersFill() {
        Given given = Given.vchord().connections(c -> new Connections(100, 3, 80, 2, 2));

        Finding finding = Judged.onlyFinding(Judged.judge(CONNECTIONS_SCARCE, given));

        assertEquals("max_connections", finding.subject());
        assertEquals(
                "The server's max_connections is 100, and other sessions leave fewer connections than Immich needs.",
                finding.observed());
        assertEquals(
                "Expected 20 connections for Immich: each of Immich's two processes opens up to 10.",
                finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET max_connections = 120;",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    /** What Immich has open already is its own; what is reserved is for superusers. */
    @ParameterizedTest
    @CsvSource({
        "77,  0, false, OK", "78,  0, false, PROBLEM",
        "97, 20, false, OK", "98, 20, false, PROBLEM",
        "80,  0, true,  OK", "81,  0, true,  PROBLEM"
    })
    void countsWhatOthersLeave(int used, int byRole, boolean superuser, Status status) {
        Given given = Given.vchord().connections(c -> new Connections(100, 3, used, byRole, byRole));
        if (superuser) {
            given.superuser();
        }

        assertEquals(status, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    /** How many others have just now is not in it. */
    @Test
    void theTextStaysWhileOthersComeAndGo() {
        assertEquals(
                Judged.judge(CONNECTIONS_SCARCE, Given.vchord().connections(c -> new Connections(100, 3, 90, 2, 2))),
                Judged.judge(CONNECTIONS_SCARCE, Given.vchord().connections(c -> new Connections(100, 3, 91, 4, 2))));
    }

    @Test
    void aRoleWithALimit() {
        Given given = Given.vchord().role(r -> limited("Immich app", false, 10));

        Finding finding = Judged.onlyFinding(Judged.judge(CONNECTIONS_SCARCE, given));

        assertEquals("Immich app", finding.subject());
        assertEquals("Role Immich app has CONNECTION LIMIT 10.", finding.observed());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER ROLE \"Immich app\" CONNECTION LIMIT -1;"), Judged.remedy(finding));
    }

    @Test
    void aDatabaseWithALimitThatOthersUseAsWell() {
        Given given = Given.vchord()
                .connections(c -> new Connections(100, 3, 30, 25, 19))
                .database(d -> limited("photos", 25));

        Finding finding = Judged.onlyFinding(Judged.judge(CONNECTIONS_SCARCE, given));

        assertEquals("photos", finding.subject());
        assertEquals(
                "Database photos has CONNECTION LIMIT 25, and that is less than Immich and others need.",
                finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: ALTER DATABASE photos CONNECTION LIMIT -1;"), Judged.remedy(finding));
        assertEquals(
                Status.OK,
                Judged.judge(CONNECTIONS_SCARCE, given.database(d -> limited("photos", 26)))
                        .status());
    }

    @Test
    void limitsThatAreWideEnough() {
        Given given = Given.vchord().role(r -> limited("immich", false, 20)).database(d -> limited("immich", 22));

        assertEquals(Status.OK, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    /** Of that immich-role-unable-to-connect tells. */
    @Test
    void aLimitOfNoneIsAnotherMatter() {
        Given given = Given.vchord().role(r -> limited("immich", false, 0)).database(d -> limited("immich", 0));

        assertEquals(Status.OK, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    @Test
    void limitsDoNotHoldForSuperusers() {
        Given given =
                Given.vchord().superuser().role(r -> limited("immich", true, 5)).database(d -> limited("immich", 5));

        assertEquals(Status.OK, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    @Test
    void knownWithoutAnyGrantAndWithoutARelease() {
        Given given = Given.vchord().historyHidden().preloadHidden();

        assertEquals(Status.OK, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    @Test
    void doesNotApplyToARoleThatIsNotThere() {
        Given given = Given.vchord().role(r -> Given.aRole("immich", false, false, false));

        assertEquals(
                Status.NOT_APPLICABLE, Judged.judge(CONNECTIONS_SCARCE, given).status());
    }

    private static Role limited(String name, boolean superuser, int limit) {
        return new Role(name, true, superuser, true, Role.NEVER_EXPIRES, limit);
    }

    private static Database limited(String name, int limit) {
        return new Database(name, "immich", true, true, true, true, limit);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().role(r -> limited("immich", false, 10)));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "role and database have limits that are too tight",
                        Check.CONNECTIONS_SCARCE,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "ALTER ROLE " + p.quotedRole() + " CONNECTION LIMIT 10",
                                        "ALTER DATABASE \"" + p.database().name() + "\" CONNECTION LIMIT 19")),
                new Story(
                        "the server takes few connections",
                        Check.CONNECTIONS_SCARCE,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> {
                            p.database().superuserExecute("ALTER SYSTEM SET max_connections = 20");
                            p.server().restart();
                        }));
    }
}
