package dev.immichpg.notify;

import dev.immichpg.check.Report;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Tells people. One thread hears of every report and decides; each message is sent on a thread of its own, one at a time for
 * a notifier. So no service, and no drive that hangs, keeps an examination or a scrape waiting. Where nobody is to be told, no
 * thread is started.
 */
@ApplicationScoped
public class Notices {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final long IDLE_SECONDS = 5;

    /** More reports wait only where the drive of the state directory hangs: what they say is seen again by later ones. */
    private static final int MOST_REPORTS_WAITING = 2_000;

    /** So long a stop waits for an answer: without it, nobody knows whether the message was taken. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration TO_NOTE_IT = Duration.ofMillis(500);

    private final Telling telling;
    private final AtomicInteger reportsWaiting = new AtomicInteger();
    private ScheduledThreadPoolExecutor thread;
    private volatile ThreadPoolExecutor senders;

    @Inject
    Notices(Clock clock) {
        this(clock, new JdkHttp(JdkHttp.TIMEOUT));
    }

    Notices(Clock clock, Http http) {
        telling = new Telling(clock, http, new Threads());
    }

    /**
     * What others show.
     *
     * @param edition another one whenever anything here is another
     * @param paused until when nothing is told of a database, by its name; without those of which everything is told
     */
    public record Seen(
            long edition, Map<String, Instant> paused, List<ChannelStatus> notifiers, List<ChannelStatus> heartbeats) {

        public static final Seen NOTHING = new Seen(0, Map.of(), List.of(), List.of());

        public Seen {
            paused = Map.copyOf(paused);
            notifiers = List.copyOf(notifiers);
            heartbeats = List.copyOf(heartbeats);
        }
    }

    public Seen seen() {
        return telling.seen();
    }

    synchronized void follow(@Observes NotifySettings next) {
        boolean needed = !next.notifiers().isEmpty()
                || !next.heartbeats().isEmpty()
                || !next.maintenance().isEmpty()
                || next.stateDirectory().isPresent();
        if (thread == null && needed) {
            thread = new ScheduledThreadPoolExecutor(1, Notices::daemon);
            senders = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Notices::daemon);
            thread.scheduleWithFixedDelay(
                    () -> safely(telling::tick), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (thread != null) {
            thread.execute(() -> safely(() -> telling.apply(next)));
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "notices");
        thread.setDaemon(true);
        return thread;
    }

    void stop(@Observes ShutdownEvent event) {
        ScheduledThreadPoolExecutor one = thread();
        if (one == null || one.isShutdown()) {
            return;
        }
        try {
            one.execute(() -> safely(telling::stop));
            senders.shutdown();
            senders.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            one.shutdown();
            one.awaitTermination(TO_NOTE_IT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        senders.shutdownNow();
        one.shutdownNow();
    }

    /** A thread for each sending, and the one for what came of it. */
    private final class Threads implements Telling.Workers {

        @Override
        public boolean begin(Runnable sending) {
            try {
                senders.execute(sending);
                return true;
            } catch (OutOfMemoryError | RejectedExecutionException e) {
                return false; // The machine gives no thread, or the program ends.
            }
        }

        @Override
        public void afterwards(Runnable result) {
            try {
                thread.execute(() -> safely(result));
            } catch (RejectedExecutionException e) {
                // The program ends.
            }
        }
    }

    void take(@Observes Report report) {
        ScheduledThreadPoolExecutor to = thread();
        if (to == null || reportsWaiting.get() >= MOST_REPORTS_WAITING) {
            return;
        }
        reportsWaiting.incrementAndGet();
        try {
            to.execute(() -> safely(() -> {
                reportsWaiting.decrementAndGet();
                telling.observe(report);
            }));
        } catch (RejectedExecutionException e) {
            reportsWaiting.decrementAndGet(); // The program ends.
        }
    }

    private synchronized ScheduledThreadPoolExecutor thread() {
        return thread;
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf("A notice was lost (%s). This is a fault of the agent: please report it.", e);
        }
    }
}
