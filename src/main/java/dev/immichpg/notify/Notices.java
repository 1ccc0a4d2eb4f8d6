package dev.immichpg.notify;

import dev.immichpg.check.Report;
import dev.immichpg.notify.NotifySettings.HeartbeatSettings;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
    private static final Duration LOOK_AT_PAUSES_EVERY = Duration.ofSeconds(2);
    private static final long IDLE_SECONDS = 5;

    /** More reports wait only where the drive of the state directory hangs: what they say is seen again by later ones. */
    private static final int MOST_REPORTS_WAITING = 2_000;

    private final Clock clock;
    private final Http http;
    private final AtomicInteger reportsWaiting = new AtomicInteger();
    private volatile Seen seen = Seen.NOTHING;

    // What follows is the matter of the one thread.
    private ScheduledThreadPoolExecutor thread;
    private ThreadPoolExecutor senders;
    private NotifySettings settings = NotifySettings.NONE;
    private final Map<String, Channel> notifiers = new TreeMap<>();
    private final Map<String, Channel> heartbeats = new TreeMap<>();
    private final Map<String, Report> round = new HashMap<>();
    private Maintenance maintenance = Maintenance.NONE;
    private long pausesSeen;
    private boolean writingFails;

    @Inject
    Notices(Clock clock) {
        this(clock, new JdkHttp(JdkHttp.TIMEOUT));
    }

    Notices(Clock clock, Http http) {
        this.clock = clock;
        this.http = http;
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

    /** A notifier or a heartbeat, and how it goes with it. */
    private static final class Channel {
        private final Notifier notifier; // null: a heartbeat
        private final NotifierSettings notifierSettings;
        private final HeartbeatSettings heartbeatSettings;
        private ChannelStatus status;
        private boolean busy;

        Channel(Notifier notifier, NotifierSettings settings, ChannelStatus status) {
            this.notifier = notifier;
            this.notifierSettings = settings;
            this.heartbeatSettings = null;
            this.status = status;
        }

        Channel(HeartbeatSettings settings, ChannelStatus status) {
            this.notifier = null;
            this.notifierSettings = null;
            this.heartbeatSettings = settings;
            this.status = status;
        }
    }

    public Seen seen() {
        return seen;
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
                    () -> safely(this::tick), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (thread != null) {
            thread.execute(() -> safely(() -> apply(next)));
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "notices");
        thread.setDaemon(true);
        return thread;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.shutdownNow();
            senders.shutdownNow();
        }
    }

    void take(@Observes Report report) {
        ScheduledThreadPoolExecutor to = thread();
        if (to == null || to.isShutdown() || reportsWaiting.get() >= MOST_REPORTS_WAITING) {
            return;
        }
        reportsWaiting.incrementAndGet();
        to.execute(() -> safely(() -> {
            reportsWaiting.decrementAndGet();
            observe(report);
        }));
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

    private void apply(NotifySettings next) {
        Map<String, Channel> before = new HashMap<>(notifiers);
        Map<String, Channel> beatsBefore = new HashMap<>(heartbeats);
        settings = next;
        round.keySet().retainAll(next.databases());
        notifiers.clear();
        heartbeats.clear();
        next.notifiers().forEach(each -> notifiers.put(each.name(), channel(each, before.get(each.name()))));
        next.heartbeats().forEach(each -> {
            Channel was = beatsBefore.get(each.name());
            ChannelStatus status = was == null ? ChannelStatus.beginning(each.name(), Optional.empty()) : was.status;
            Channel channel = new Channel(each, titled(status, each.url(), Heartbeat::title));
            channel.busy = was != null && was.busy;
            heartbeats.put(each.name(), channel);
        });
        pausesSeen = 0;
        lookAtPauses();
        show();
    }

    private Channel channel(NotifierSettings each, Channel was) {
        NotifierState state = was != null
                ? was.notifier.state()
                : settings.stateDirectory()
                        .map(directory -> StateFiles.read(directory, each.name()))
                        .orElseGet(() -> NotifierState.beginning(each.name()));
        boolean forgets;
        try {
            forgets = each.url().read().forgets();
        } catch (IllegalArgumentException e) {
            forgets = false;
        }
        ChannelStatus status = was == null ? ChannelStatus.beginning(each.name(), state.lastSuccess()) : was.status;
        Channel channel = new Channel(
                new Notifier(each, forgets, settings.databases(), settings.externalUrl(), state),
                each,
                titled(status, each.url(), Recipient::title));
        channel.busy = was != null && was.busy;
        return channel;
    }

    private static <T> ChannelStatus titled(ChannelStatus status, SecretUrl<T> url, Function<T, String> title) {
        try {
            return status.titled(title.apply(url.read()));
        } catch (IllegalArgumentException e) {
            return status; // Said when something is to be sent.
        }
    }

    private void observe(Report report) {
        String database = report.database();
        if (!settings.databases().contains(database)) {
            return;
        }
        Instant now = clock.instant();
        boolean paused = isPaused(database, now);
        for (Channel channel : notifiers.values()) {
            if (paused) {
                channel.notifier.passOver(database);
            } else {
                channel.notifier.observe(report, now);
            }
        }
        round.put(database, report);
        if (round.keySet().containsAll(settings.databases())) {
            beat(now);
            round.clear();
        }
    }

    private boolean isPaused(String database, Instant now) {
        return maintenance.until(database, now).isPresent();
    }

    private void tick() {
        Instant now = clock.instant();
        lookAtPauses();
        for (Channel channel : notifiers.values()) {
            channel.notifier.tick(now, database -> isPaused(database, now));
            keep(channel);
            boolean allPaused = !settings.databases().isEmpty()
                    && settings.databases().stream().allMatch(database -> isPaused(database, now));
            if (!channel.busy && !allPaused) {
                channel.notifier.next(now).ifPresent(notice -> send(channel, notice));
            }
        }
        show();
    }

    /** On a thread of its own; one at a time for each channel. Returns false if the machine gives no thread: it is tried again. */
    private boolean begins(Runnable sending) {
        try {
            senders.execute(sending);
            return true;
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            return false;
        }
    }

    private void send(Channel channel, Notice notice) {
        String name = channel.notifierSettings.name();
        Delivery delivery = new Delivery(notice, http, channel.notifier.taken());
        channel.busy = begins(() -> {
            NotDelivered failure = null;
            try {
                channel.notifierSettings.url().read().send(delivery);
            } catch (NotDelivered e) {
                failure = e;
            } catch (IllegalArgumentException e) {
                failure = new NotDelivered(e.getMessage(), Duration.ZERO, false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // The program ends.
            } catch (RuntimeException e) {
                failure = new NotDelivered(
                        "it could not be sent (" + e.getClass().getSimpleName() + ").", Duration.ZERO, true);
            }
            NotDelivered why = failure;
            thread.execute(() -> safely(() -> sent(name, delivery, why)));
        });
    }

    /** @param why not; null: it was taken */
    private void sent(String name, Delivery delivery, NotDelivered why) {
        Notice notice = delivery.notice();
        Channel channel = notifiers.get(name);
        if (channel == null) {
            return; // It is not configured any more.
        }
        channel.busy = false;
        Instant now = clock.instant();
        if (why == null) {
            if (channel.status.failure().isPresent()) {
                LOG.info("Notifier " + name + ": notices can be delivered again.");
            }
            channel.notifier.delivered(notice, now);
            channel.status = channel.status.succeeded(now);
        } else {
            boolean first = channel.status.failure().isEmpty();
            channel.notifier.takenBySome(notice, delivery.taken());
            boolean givenUp = channel.notifier.failed(notice, why, now);
            channel.status = channel.status.failed(now, why.getMessage());
            if (first || givenUp) {
                LOG.warn("Notifier " + name + ": a notice could not be delivered: " + why.getMessage()
                        + (givenUp ? " It was dropped." : " It is tried again."));
            }
        }
        channel.status = titled(channel.status, channel.notifierSettings.url(), Recipient::title);
        keep(channel);
        show();
    }

    private void beat(Instant now) {
        List<Report> critical = round.values().stream()
                .filter(report -> !report.isWell() && !isPaused(report.database(), now))
                .toList();
        Duration took = round.values().stream()
                .map(Report::duration)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        String message = critical.isEmpty()
                ? "OK"
                : Texts.shortened(
                        Texts.line(critical.get(0).database() + ": "
                                + critical.get(0).sentence()),
                        200);
        for (Channel channel : heartbeats.values()) {
            if (!channel.busy) {
                boolean well = critical.isEmpty() || !channel.heartbeatSettings.tellsOfCritical();
                channel.busy = begins(() -> beat(channel, well, message, took));
            }
        }
    }

    private void beat(Channel channel, boolean well, String message, Duration took) {
        String failure = null;
        try {
            channel.heartbeatSettings.url().read().beat(well, message, took, http);
        } catch (NotDelivered | IllegalArgumentException e) {
            failure = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            failure = "it could not be sent (" + e.getClass().getSimpleName() + ").";
        }
        String why = failure;
        thread.execute(() -> safely(() -> {
            Channel current = heartbeats.get(channel.heartbeatSettings.name());
            if (current == null) {
                return;
            }
            current.busy = false;
            if (why == null) {
                current.status = current.status.succeeded(clock.instant());
            } else {
                if (current.status.failure().isEmpty()) {
                    LOG.warn("Heartbeat " + current.status.name() + " could not be sent: " + why);
                }
                current.status = current.status.failed(clock.instant(), why);
            }
            show();
        }));
    }

    private void keep(Channel channel) {
        Notifier notifier = channel.notifier;
        channel.status = channel.status.waiting(notifier.waiting(), notifier.droppedInAll());
        if (settings.stateDirectory().isEmpty()) {
            return;
        }
        notifier.changedState().ifPresent(state -> {
            try {
                StateFiles.write(settings.stateDirectory().get(), state);
                writingFails = false;
            } catch (IOException e) {
                if (!writingFails) {
                    writingFails = true;
                    LOG.warn("What notifier " + state.notifier() + " has told cannot be written to "
                            + settings.stateDirectory().get() + " (" + e.getMessage()
                            + "). After a restart of the agent it may be told again.");
                }
            }
        });
    }

    private void lookAtPauses() {
        long now = System.nanoTime();
        if (pausesSeen == 0 || now - pausesSeen > LOOK_AT_PAUSES_EVERY.toNanos()) {
            pausesSeen = now;
            maintenance = Maintenance.of(settings.maintenance(), settings.stateDirectory());
        }
    }

    private void show() {
        List<ChannelStatus> ofNotifiers = statuses(notifiers.values());
        List<ChannelStatus> ofHeartbeats = statuses(heartbeats.values());
        Map<String, Instant> paused = new TreeMap<>();
        if (!maintenance.equals(Maintenance.NONE)) {
            Instant now = clock.instant();
            settings.databases()
                    .forEach(name -> maintenance.until(name, now).ifPresent(until -> paused.put(name, until)));
        }
        Seen next = new Seen(seen.edition(), paused, ofNotifiers, ofHeartbeats);
        if (!next.equals(seen)) {
            seen = new Seen(seen.edition() + 1, paused, ofNotifiers, ofHeartbeats);
        }
    }

    private static List<ChannelStatus> statuses(Collection<Channel> channels) {
        List<ChannelStatus> statuses = new ArrayList<>();
        channels.forEach(channel -> statuses.add(channel.status));
        return statuses;
    }
}
