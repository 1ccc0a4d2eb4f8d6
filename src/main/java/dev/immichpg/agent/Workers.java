package dev.immichpg.agent;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for examinations only: those of the HTTP server must stay free while databases hang. There are as many as there are
 * examinations at the same time, and the {@linkplain ExaminationSchedule schedule} limits these.
 *
 * <p>Examinations do not queue here, unless the machine allows no more threads. Then the existing threads take one examination after the
 * other. A few threads exist from the start and stay.
 */
final class Workers {

    private static final int ALWAYS = 4;
    private static final long IDLE_SECONDS = 5;

    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;

    Workers() {
        this(new Names());
    }

    Workers(ThreadFactory factory) {
        threads =
                new ThreadPoolExecutor(
                        ALWAYS, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory) {
                    @Override
                    protected void afterExecute(Runnable done, Throwable failure) {
                        takeWhatWaits();
                    }
                };
        try {
            threads.prestartAllCoreThreads();
        } catch (OutOfMemoryError e) {
            // Fewer will do, and a first one is tried for again with the first examination.
        }
    }

    /** @return false if it has to wait for another examination to end, because there are no more threads to be had */
    boolean execute(Runnable examination) {
        try {
            threads.execute(examination);
            return true;
        } catch (OutOfMemoryError e) {
            line.add(examination);
            return false;
        }
    }

    /** To be called now and then: whoever has nothing to do takes what still waits. */
    void mindTheLine() {
        Runnable waiting = line.poll();
        if (waiting != null) {
            execute(waiting);
        }
    }

    private void takeWhatWaits() {
        for (Runnable next = line.poll(); next != null; next = line.poll()) {
            next.run();
        }
    }

    /** The program ends without waiting for an examination that hangs: it only reads. */
    private static final class Names implements ThreadFactory {
        private final AtomicInteger started = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "examination-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
