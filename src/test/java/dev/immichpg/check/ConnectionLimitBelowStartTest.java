package dev.immichpg.check;

import static dev.immichpg.check.Check.CONNECTION_LIMIT_BELOW_START;
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

class ConnectionLimitBelowStartTest implements CheckTest {

    @Test
    void ofTheRole() {
        Finding finding = only(role(2));

        assertEquals("immich", finding.subject());
        assertEquals(
                "Role immich has CONNECTION LIMIT 2. Immich's two processes get fewer than the 3 connections that a start"
                        + " needs.",
                finding.observed());
        assertEquals(List.of("GRANT SUPERUSER: ALTER ROLE immich CONNECTION LIMIT -1;"), Judged.remedy(finding));
        assertEquals(Status.PROBLEM, status(role(5)));
        assertEquals(Status.OK, status(role(6)));
        assertEquals(
                Status.OK, status(role(2).superuser().role(r -> new Role("immich", true, true, true, 1L << 40, 2))));
    }

    @Test
    void ofTheDatabaseLessWhatOthersUse() {
        Given given = Given.vchord()
                .database(d -> new Database("immich", "immich", true, true, true, true, 8))
                .connections(c -> new Connections(100, 3, 30, 24, 20));

        assertEquals(
                List.of("GRANT SUPERUSER: ALTER DATABASE immich CONNECTION LIMIT -1;"), Judged.remedy(only(given)));
    }

    @Test
    void ofTheServer() {
        Given given = Given.vchord().connections(c -> new Connections(20, 3, 15, 2, 0));

        assertEquals("max_connections", only(given).subject());
        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET max_connections = 40;",
                Judged.remedy(only(given)).get(0));
    }

    private static Given role(int limit) {
        return Given.vchord().role(r -> new Role("immich", true, false, true, Role.NEVER_EXPIRES, limit));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(CONNECTION_LIMIT_BELOW_START, given));
    }

    private static Status status(Given given) {
        return Judged.judge(CONNECTION_LIMIT_BELOW_START, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(role(1));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a limit of two sessions",
                Check.CONNECTION_LIMIT_BELOW_START,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> p.database().superuserExecute("ALTER ROLE " + p.quotedRole() + " CONNECTION LIMIT 2")));
    }
}
