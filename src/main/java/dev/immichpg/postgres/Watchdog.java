package dev.immichpg.postgres;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what has taken too long, from a thread of its own. One thread watches over all databases. */
final class Watchdog {

    private static final ScheduledThreadPoolExecutor THREAD = thread();

    private Watchdog() {}

    /** One that can be called off. */
    interface Deadline {
        void callOff();
    }

    /** @param end what to do then: it must not wait for anything */
    static Deadline over(Duration time, Runnable end) {
        Future<?> deadline = THREAD.schedule(end, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> deadline.cancel(false);
    }

    private static ScheduledThreadPoolExecutor thread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread watching = new Thread(work, "deadlines");
            watching.setDaemon(true);
            return watching;
        });
        // Nearly every deadline is called off, and would otherwise be kept until its time has come.
        thread.setRemoveOnCancelPolicy(true);
        return thread;
    }
}
