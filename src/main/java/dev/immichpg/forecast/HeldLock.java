package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.LockHolder;
import dev.immichpg.catalog.Snapshot.LockHolder.Lock;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lock that nobody will let go of in good time, and that a start of Immich waits for without an end (FailureMode.LOCK_HELD).
 */
public record HeldLock(LockHolder holder) {

    /** Immich's own start holds its lock on an idle session, but then others of its role do something every moment. */
    private static final long IDLE_SECONDS = 5 * 60;

    /** What works may take long: a dump, a rebuild. */
    private static final long WORKING_SECONDS = 60 * 60;

    private static final long SECONDS_PER_MINUTE = 60;

    /** Of the lock of Immich's start, and of tables. Empty also where they are hidden. */
    public static List<HeldLock> of(Snapshot is) {
        return Stream.concat(startUp(is).stream(), tables(is).stream()).toList();
    }

    /** Advisory lock 200, left behind by a pooler or a process that is gone. */
    static List<HeldLock> startUp(Snapshot is) {
        boolean starting = is.startUpLock().buildingIndexes() > 0
                || is.locks().filter(Snapshot.Locks::roleIsBusy).isPresent();
        return starting ? List.of() : all(is, Lock.START_UP);
    }

    /** Any lock on a table makes a migration wait. */
    static List<HeldLock> tables(Snapshot is) {
        return all(is, Lock.TABLE);
    }

    private static List<HeldLock> all(Snapshot is, Lock lock) {
        return is.locks().stream()
                .flatMap(locks -> locks.holders().stream())
                .filter(holder -> holder.lock() == lock && isTooLong(holder))
                .map(HeldLock::new)
                .toList();
    }

    private static boolean isTooLong(LockHolder holder) {
        boolean works = holder.state().equals("active") || holder.state().startsWith("fastpath");
        return works
                ? holder.lock() == Lock.TABLE && holder.transactionSeconds() >= WORKING_SECONDS
                : holder.stateSeconds() >= IDLE_SECONDS;
    }

    public boolean isPrepared() {
        return !holder.preparedAs().isEmpty();
    }

    /** As people name it: {@code Session 4711 of role immich}. */
    public String subject() {
        return isPrepared()
                ? "Prepared transaction " + holder.preparedAs()
                : "Session " + holder.pid() + " of role " + holder.role()
                        + (holder.application().isEmpty() ? "" : " (" + holder.application() + ")");
    }

    /** What was seen. */
    public String sentence() {
        String lock = holder.lock() == Lock.START_UP
                ? "advisory lock 200, which Immich takes at its start"
                : "a lock on table " + holder.table();
        return subject() + " holds " + lock + ". It has been " + holder.state() + " for "
                + holder.stateSeconds() / SECONDS_PER_MINUTE + " minutes.";
    }
}
