package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.HeldLock;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;

/**
 * {@link FailureMode#LOCK_HELD}: a session that is idle in a transaction, a prepared transaction or a forgotten dump holds
 * tables of Immich's; or a pooler has kept a session that holds the lock of Immich's start.
 */
final class LockHeldTooLong {

    private LockHeldTooLong() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.locks().isEmpty()) {
            throw new Undecidable(
                    "Role " + is.login() + " is not allowed to see what other sessions do. Run as a superuser:"
                            + " GRANT pg_read_all_stats TO " + Sql.name(is.login()) + ";");
        }
        return Verdict.of(HeldLock.of(is).stream().map(LockHeldTooLong::finding).toList());
    }

    private static Finding finding(HeldLock lock) {
        return new Finding(
                lock.subject(),
                lock.sentence(),
                "Expected nobody to hold it that long: a start of Immich that needs it waits without an end.",
                lock.isPrepared()
                        ? Remedy.of(RemedyStep.person(
                                Phase.WAIT,
                                "Let the program that has prepared the transaction commit it or roll it back. If no program"
                                        + " knows it any more, decide which, as a superuser, in the Immich database: COMMIT"
                                        + " PREPARED keeps what it has written, and this loses it: ROLLBACK PREPARED "
                                        + Sql.text(lock.holder().preparedAs())))
                        : Remedy.of(
                                RemedyStep.advice("If you know what session "
                                        + lock.holder().pid() + " is for, you can also let it end by itself."),
                                RemedyStep.superuser(
                                        Phase.WAIT,
                                        "SELECT pg_catalog.pg_terminate_backend("
                                                + lock.holder().pid() + ");")));
    }
}
