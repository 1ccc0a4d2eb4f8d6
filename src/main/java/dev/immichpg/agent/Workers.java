package dev.immichpg.agent;

import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;

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

    /** So long no new thread is asked for where there was none to be had. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;
    /** While threads are short now and then, they are short. */
    private static final long SUFFICE_AFTER_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** When a thread could last not be had; null: never. */
    private volatile Long refused;

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
        Long last = refused;
        if (last != null && System.nanoTime() - last < PAUSE_NANOS) {
            // Whoever is idle may have it.
            return threads.getQueue().offer(examination) || !line.add(examination);
        }
        try {
            threads.execute(examination);
            return true;
        } catch (OutOfMemoryError e) {
            if (last == null) {
                silenceJava();
            }
            refused = System.nanoTime();
            line.add(examination);
            return false;
        }
    }

    /** Java itself would write two lines for each thread that it does not get; the agent says it once. */
    private static void silenceJava() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmLog",
                            new Object[] {new String[] {"output=stdout", "what=os+thread=off"}},
                            new String[] {String[].class.getName()});
        } catch (JMException | RuntimeException | LinkageError | OutOfMemoryError e) {
            // Another Java: then it has its lines.
        }
    }

    /** Whether the machine has refused a thread in the last minutes. */
    boolean areShort() {
        Long last = refused;
        return last != null && System.nanoTime() - last < SUFFICE_AFTER_NANOS;
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
