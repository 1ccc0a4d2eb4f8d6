package dev.immichpg.check;

import static dev.immichpg.check.Check.LOCK_HELD_TOO_LONG;
import static dev.immichpg.check.Check.START_UP_IN_PROGRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.LockHolder;
import dev.immichpg.catalog.Snapshot.LockHolder.Lock;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockHeldTooLongTest implements CheckTest {

    /** issue 15: it was read as "Immich is starting: wait, restart neither". */
    @Test
    void aLockThatAPoolerHasLeftBehindIsNoStart() {
        Given given = Given.vchord().locks(startUp("idle", 900));

        Finding finding = Judged.onlyFinding(Judged.judge(LOCK_HELD_TOO_LONG, given));

        assertEquals("Session 4711 of role immich (pooler)", finding.subject());
        assertEquals(
                "Session 4711 of role immich (pooler) holds advisory lock 200, which Immich takes at its start. It has been"
                        + " idle for 15 minutes.",
                finding.observed());
        assertEquals(
                "WAIT SUPERUSER: SELECT pg_catalog.pg_terminate_backend(4711);",
                Judged.remedy(finding).get(0));
        assertEquals(Status.OK, Judged.judge(START_UP_IN_PROGRESS, given).status());
        assertEquals(Outcome.BLOCKED, Judged.report(given).now().forecast().outcome());
    }

    @Test
    void aStartIsOne() {
        for (Given given : List.of(
                Given.vchord().locks(startUp("idle", 20)),
                Given.vchord().locks(startUp("active", 900)),
                Given.vchord().locks(startUp("idle", 900)).roleIsBusy())) {
            assertEquals(Status.OK, Judged.judge(LOCK_HELD_TOO_LONG, given).status());
            assertEquals(
                    Status.PROBLEM, Judged.judge(START_UP_IN_PROGRESS, given).status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "idle in transaction, 300, 300, PROBLEM",
        "idle in transaction (aborted), 301, 301, PROBLEM",
        "idle in transaction, 299, 4000, OK",
        "active, 10, 3600, PROBLEM",
        "active, 10, 3599, OK",
    })
    void tables(String state, long stateSeconds, long transactionSeconds, Status expected) {
        Given given = Given.vchord()
                .locks(new LockHolder(
                        Lock.TABLE, "asset", 7, "", "backup", "pg_dump", state, stateSeconds, transactionSeconds));

        assertEquals(expected, Judged.judge(LOCK_HELD_TOO_LONG, given).status());
        // Without migrations nobody waits for it.
        assertEquals(Outcome.STARTS, Judged.report(given).now().forecast().outcome());
    }

    @Test
    void aMigrationWaitsForThem() {
        Report report = Judged.report(
                Given.vchord().locks(prepared()), new Doctor(Set.of(), java.util.Map.of()), Optional.of("3.3.0"));

        assertTrue(report.upgrade().orElseThrow().forecast().isBlocked());
        // What somebody's program has prepared, no script rolls back.
        RemedyStep step = report.now().plan().get(0);
        assertEquals(Remedy.By.PERSON, step.by());
        assertTrue(step.text().endsWith("and this loses it: ROLLBACK PREPARED 'it''s one'"), step::text);
    }

    /** The lock itself everybody sees; who holds it, not. */
    @Test
    void unknownWithoutTheGrant() {
        Given given = Given.vchord().locks(startUp("idle", 900)).locksHidden();

        assertEquals(
                "Role immich_monitor is not allowed to see what other sessions do. Run as a superuser: GRANT"
                        + " pg_read_all_stats TO immich_monitor;",
                Judged.judge(LOCK_HELD_TOO_LONG, given).note());
        assertEquals(Outcome.UNKNOWN, Judged.report(given).now().forecast().outcome());
    }

    private static LockHolder startUp(String state, long seconds) {
        return new LockHolder(Lock.START_UP, "", 4711, "", "immich", "pooler", state, seconds, 0);
    }

    private static LockHolder prepared() {
        return new LockHolder(Lock.TABLE, "asset", 0, "it's one", "immich", "", "prepared", 400, 400);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().locks(prepared()));
    }

    @Override
    public List<Story> stories() {
        // Nobody waits five minutes in a test: LocksIT takes the facts from a server, and makes them older.
        return List.of();
    }
}
