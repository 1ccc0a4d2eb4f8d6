package dev.immichpg.agent;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of their own for examinations: those of the doors must be free while databases hang. There are as many as there
 * are examinations at the same time, which is the {@linkplain Rota rota's} to limit, and nothing waits in line here.
 */
final class Workers {

    private static final long IDLE_SECONDS = 5;

    private final AtomicInteger started = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    void execute(Runnable examination) {
        threads.execute(examination);
    }

    /** The program ends without waiting for an examination that hangs: it only reads. */
    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "examination-" + started.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
