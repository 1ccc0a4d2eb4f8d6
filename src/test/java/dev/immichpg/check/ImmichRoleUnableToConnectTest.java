package dev.immichpg.check;

import static dev.immichpg.check.Check.IMMICH_ROLE_UNABLE_TO_CONNECT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImmichRoleUnableToConnectTest implements CheckTest {

    @Test
    void aRoleThatIsNotThere() {
        Given given = Given.vchord()
                .role(r -> Given.aRole(r.name(), false, false, false))
                .database(d -> Given.aDatabase(d.name(), "postgres", false, false, false));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals("immich", finding.subject());
        assertEquals("Role immich, which Immich logs in as, does not exist on this server.", finding.observed());
        assertEquals(
                "Expected a role that is allowed to log in and to connect to database immich.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: If Immich logs in as another role, name that one with immich-role.",
                        "GRANT SUPERUSER: CREATE ROLE immich LOGIN;",
                        "GRANT PERSON: Unless it logs in without one, give the role Immich's password, in psql:"
                                + " \\password immich"),
                Judged.remedy(finding));
    }

    @Test
    void aRoleWithoutLoginEvenIfItIsASuperuser() {
        Given given = Given.vchord().superuser().role(r -> Given.aRole(r.name(), true, true, false));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals("Role immich is not allowed to log in (NOLOGIN).", finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: ALTER ROLE immich LOGIN;"), Judged.remedy(finding));
    }

    @Test
    void aRoleWithoutConnect() {
        Given given = Given.vchord().database(d -> Given.aDatabase(d.name(), "postgres", false, false, true));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals("Role immich has no CONNECT on database immich.", finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: GRANT CONNECT ON DATABASE immich TO immich;"), Judged.remedy(finding));
    }

    @Test
    void aRoleWhosePasswordHasExpired() {
        Given given = Given.vchord().role(r -> limited(r, -1, -1));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals(
                "The password of role immich has expired (VALID UNTIL). A login without a password, by certificate or"
                        + " peer, still works.",
                finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: ALTER ROLE immich VALID UNTIL 'infinity';"), Judged.remedy(finding));
    }

    @Test
    void aRoleThatMayHaveNoConnections() {
        Given given = Given.vchord().role(r -> limited(r, Role.NEVER_EXPIRES, 0));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals("Role immich is allowed no connections (CONNECTION LIMIT 0).", finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: ALTER ROLE immich CONNECTION LIMIT -1;"), Judged.remedy(finding));
    }

    @Test
    void aDatabaseForSuperusersOnly() {
        Given given = Given.vchord().database(d -> closed("Immich"));

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given));

        assertEquals(
                "Database Immich accepts connections from superusers only (CONNECTION LIMIT 0).", finding.observed());
        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE \"Immich\" CONNECTION LIMIT -1;"), Judged.remedy(finding));
    }

    /** But a password that has expired stops a superuser as well. */
    @Test
    void limitsDoNotHoldForSuperusers() {
        Given given = Given.vchord()
                .superuser()
                .role(r -> new Role(r.name(), true, true, true, Role.NEVER_EXPIRES, 0))
                .database(d -> closed(d.name()));

        assertEquals(
                Status.OK, Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given.role(r -> limited(r, -1, -1)))
                        .status());
    }

    private static Role limited(Role role, long passwordValidSeconds, int connectionLimit) {
        return new Role(role.name(), true, role.superuser(), true, passwordValidSeconds, connectionLimit);
    }

    private static Database closed(String name) {
        return new Database(name, "immich", true, true, true, true, 0);
    }

    @Test
    void bothAtOnceAndWithNamesThatNeedQuotes() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("Immich \"prod\"", true, false, false))
                .database(d -> Given.aDatabase("user", "postgres", false, false, false));

        List<Finding> findings =
                Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given).findings();

        assertEquals(
                List.of(
                        "Role Immich \"prod\" has no CONNECT on database user.",
                        "Role Immich \"prod\" is not allowed to log in (NOLOGIN)."),
                findings.stream().map(Finding::observed).toList());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: GRANT CONNECT ON DATABASE \"user\" TO \"Immich \"\"prod\"\"\";",
                        "GRANT SUPERUSER: ALTER ROLE \"Immich \"\"prod\"\"\" LOGIN;"),
                findings.stream().flatMap(f -> Judged.remedy(f).stream()).toList());
    }

    @Test
    void knownWithoutAnyGrantAndWithoutARelease() {
        Given given = Given.vchord().historyHidden().preloadHidden();

        assertEquals(
                Status.OK, Judged.judge(IMMICH_ROLE_UNABLE_TO_CONNECT, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().role(r -> Given.aRole(r.name(), true, false, false)));
    }

    @Override
    public List<Story> stories() {
        // A database that takes superusers only lets the agent in no more, unless it is there already: unit tests
        // alone.
        return List.of(
                new Story(
                        "Immich's role may no longer connect",
                        Check.IMMICH_ROLE_UNABLE_TO_CONNECT,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "REVOKE CONNECT ON DATABASE \""
                                                + p.database().name() + "\" FROM PUBLIC, " + p.quotedRole(),
                                        "ALTER ROLE " + p.quotedRole() + " NOLOGIN")),
                new Story(
                        "the password of Immich's role has expired",
                        Check.IMMICH_ROLE_UNABLE_TO_CONNECT,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute("ALTER ROLE " + p.quotedRole() + " VALID UNTIL '2020-01-01'")),
                new Story(
                        "Immich's role may have no connections",
                        Check.IMMICH_ROLE_UNABLE_TO_CONNECT,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.database().superuserExecute("ALTER ROLE " + p.quotedRole() + " CONNECTION LIMIT 0")));
    }
}
