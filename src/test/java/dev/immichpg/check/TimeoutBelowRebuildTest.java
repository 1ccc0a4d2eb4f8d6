package dev.immichpg.check;

import static dev.immichpg.check.Check.TIMEOUT_BELOW_REBUILD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeoutBelowRebuildTest implements CheckTest {

    @Test
    void ofTheRoleWithBothFigures() {
        Finding finding =
                only(Given.vchord().rows("smart_search", 200_000).roleSetting(Scope.ROLE, "statement_timeout", "1min"));

        assertEquals("statement_timeout: smart_search", finding.subject());
        assertEquals(
                "statement_timeout is 60 s, but a rebuild of the vector index of smart_search (about 200000 rows) is likely to"
                        + " take 200 s or more.",
                finding.observed());
        assertEquals(
                "GRANT SUPERUSER: ALTER ROLE immich SET statement_timeout = 0;",
                Judged.remedy(finding).get(0));
    }

    @Test
    void ofTheServerUnlessSomethingNearerIsSet() {
        Given given = Given.vchord().rows("smart_search", 200_000).serverSetting("lock_timeout", "5000");

        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE immich SET lock_timeout = 0;",
                Judged.remedy(only(given)).get(0));
        assertEquals(Status.OK, status(given.roleSetting(Scope.ROLE, "lock_timeout", "0")));
    }

    @Test
    void longEnoughOrOffOrUnreadableIsFine() {
        for (String value : List.of("1h", "0", "never", "2d", "600000")) {
            assertEquals(
                    Status.OK,
                    status(Given.vchord()
                            .rows("smart_search", 200_000)
                            .roleSetting(Scope.ROLE, "statement_timeout", value)),
                    value);
        }
    }

    /** Issue 14: it is not taken for absent, and a nearer one decides anyway. */
    @Test
    void whatTheLoginsOwnHidesIsUnknown() {
        Given given = Given.vchord().withoutServerSetting("lock_timeout");

        assertEquals(
                "Role immich_monitor has its own lock_timeout, so it cannot see the server's. (The agent does not need it.)"
                        + " Run as a superuser: ALTER ROLE immich_monitor RESET lock_timeout; (or, if it is set for this"
                        + " database: ALTER ROLE immich_monitor IN DATABASE immich RESET lock_timeout;)",
                Judged.judge(TIMEOUT_BELOW_REBUILD, given).note());
        assertEquals(Status.OK, status(given.roleSetting(Scope.DATABASE, "lock_timeout", "0")));
        assertEquals(Status.OK, status(Given.vchord().server(160_010).withoutServerSetting("transaction_timeout")));
        assertEquals(
                Status.UNKNOWN, status(Given.vchord().server(170_006).withoutServerSetting("transaction_timeout")));
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(TIMEOUT_BELOW_REBUILD, given));
    }

    private static Status status(Given given) {
        return Judged.judge(TIMEOUT_BELOW_REBUILD, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().roleSetting(Scope.ROLE, "transaction_timeout", "5ms"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a timeout of the role",
                Check.TIMEOUT_BELOW_REBUILD,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute("ALTER ROLE " + p.quotedRole() + " SET statement_timeout = '90ms'")));
    }
}
