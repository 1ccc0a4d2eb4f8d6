package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Connections;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogInTest {

    @Test
    void goesOnWhereNothingIsInTheWay() {
        assertEquals(List.of(), told(Given.vchord()));
        assertEquals(List.of(), LoginObstacle.of(Given.vchord().snapshot()));
    }

    @Test
    void aRoleThatIsNotThereIsTheOnlyObstacle() {
        Given given = Given.vchord().role(r -> Given.aRole(r.name(), false, false, false));

        assertEquals(List.of(LoginObstacle.ROLE_ABSENT), LoginObstacle.of(given.snapshot()));
        assertEquals(blocked("Role immich, which Immich logs in as, does not exist on this server."), told(given));
    }

    @Test
    void nologin() {
        assertEquals(
                blocked("Role immich is not allowed to log in (NOLOGIN)."),
                told(Given.vchord().role(r -> Given.aRole(r.name(), true, false, false))));
    }

    @Test
    void anExpiredPassword() {
        assertEquals(
                blocked("The password of role immich has expired (VALID UNTIL)."),
                told(Given.vchord().role(r -> new Role(r.name(), true, false, true, -1, -1))));
    }

    @Test
    void aLimitOfTheRole() {
        assertEquals(
                blocked("Role immich is allowed no connections (CONNECTION LIMIT 0)."),
                told(Given.vchord().role(r -> new Role(r.name(), true, false, true, Role.NEVER_EXPIRES, 0))));
    }

    @Test
    void noConnect() {
        assertEquals(
                blocked("Role immich has no CONNECT on database immich."),
                told(Given.vchord().database(d -> Given.aDatabase(d.name(), d.owner(), true, false, true))));
    }

    @Test
    void aLimitOfTheDatabase() {
        Given given = Given.vchord().database(d -> new Database(d.name(), d.owner(), true, true, true, true, 0));

        assertEquals(
                blocked("Database immich accepts connections from superusers only (CONNECTION LIMIT 0)."), told(given));
        assertEquals(List.of(), told(given.superuser()));
    }

    @Test
    void allThatThereAreInPostgresOrder() {
        Given given = Given.vchord()
                .role(r -> new Role(r.name(), true, false, false, -1, 0))
                .database(d -> new Database(d.name(), d.owner(), true, false, true, true, 0));

        assertEquals(List.of(LoginObstacle.values()).subList(1, 6), LoginObstacle.of(given.snapshot()));
    }

    /** What the whole database loads, the agent's own sessions load too. */
    @Test
    void librariesThatARoleLoadsAreInDoubtUnlessThereAreNone() {
        String name = "session_preload_libraries";

        assertEquals(
                List.of(
                        "UNKNOWN login: session_preload_libraries of role immich is auto_explain. If that cannot be loaded,"
                                + " Postgres refuses the login."),
                told(Given.vchord().roleSetting(Scope.ROLE, name, "auto_explain")));
        assertEquals(List.of(), told(Given.vchord().roleSetting(Scope.ROLE, name, " ")));
        assertEquals(List.of(), told(Given.vchord().roleSetting(Scope.DATABASE, name, "auto_explain")));
    }

    @Test
    void onlyASuperuserGetsTheReservedConnections() {
        Given given = Given.vchord().connections(c -> new Connections(8, 3, 2, 2, 2));

        assertEquals(List.of(5), left(given));
        assertEquals(List.of(), left(given.superuser()));
    }

    private static List<Integer> left(Given given) {
        return StartConnections.tooFew(given.snapshot()).stream()
                .map(StartConnections::left)
                .toList();
    }

    /** It resets that of the database alone. */
    @Test
    void aKnownFaultStrikesOnlyWhereItsSettingIsLeft() {
        String setting = "vchordrq.prewarm_dim";

        assertEquals(true, strikes(Scope.DATABASE, setting));
        assertEquals(false, strikes(Scope.ROLE, setting));
        assertEquals(false, strikes(Scope.DATABASE, "vchordrq.other"));
    }

    /** @param left what no library knows, so that nobody but a superuser resets it */
    private static boolean strikes(Scope scope, String left) {
        Given given = Given.vchord()
                .newestMigration("1744910873969-InitialMigration")
                .extensionSetting(scope, "", left, false);
        return StrikingFault.of(given.snapshot(), Starts.should("1.135.1")).isPresent();
    }

    private static List<String> told(Given given) {
        return Starts.told(new LogIn().take(Starts.of("2.7.5", given)));
    }

    private static List<String> blocked(String sentence) {
        return List.of("BLOCKS login: " + sentence + " [immich-role-unable-to-connect]");
    }
}
