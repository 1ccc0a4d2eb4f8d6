package dev.immichpg.notify;

import dev.immichpg.check.Report;
import dev.immichpg.notify.Notices.Seen;
import dev.immichpg.notify.NotifySettings.HeartbeatSettings;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * All notifiers and heartbeats: what they are told, what they are to send, what came of it, and what of that is kept. It starts
 * no thread; all but {@link #seen()} is asked by one at a time.
 */
class Telling {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final Duration LOOK_AT_PAUSES_EVERY = Duration.ofSeconds(2);

    private final Clock clock;
    private final Http http;
    private final Workers workers;
    private volatile Seen seen = Seen.NOTHING;
    private NotifySettings settings = NotifySettings.NONE;
    private final Map<String, Channel> notifiers = new TreeMap<>();
    private final Map<String, Channel> heartbeats = new TreeMap<>();
    /** Of {@link #watched} only. */
    private final Map<String, Report> round = new HashMap<>();

    private Set<String> watched = Set.of();
    private Maintenance maintenance = Maintenance.NONE;
    private long pausesSeen;
    private boolean writingFails;
    private boolean ends;

    Telling(Clock clock, Http http, Workers workers) {
        this.clock = clock;
        this.http = http;
        this.workers = workers;
    }

    /** Who does the sending, which takes its time. */
    interface Workers {

        /** Begins it elsewhere. False: not now, and it is tried again. */
        boolean begin(Runnable sending);

        /** For what came of it: by whom the rest is asked, one after another. */
        void afterwards(Runnable result);
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

    Seen seen() {
        return seen;
    }

    void apply(NotifySettings next) {
        Map<String, Channel> before = new HashMap<>(notifiers);
        Map<String, Channel> beatsBefore = new HashMap<>(heartbeats);
        settings = next;
        watched = Set.copyOf(next.databases());
        round.keySet().retainAll(watched);
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
                        .map(directory -> read(directory, each.name()))
                        .orElseGet(() -> NotifierState.beginning(each.name()));
        boolean forgets;
        try {
            forgets = each.url().read().forgets();
        } catch (IllegalArgumentException e) {
            forgets = false;
        }
        ChannelStatus status = was == null ? ChannelStatus.beginning(each.name(), state.lastSuccess()) : was.status;
        Channel channel = new Channel(
                new Notifier(each, forgets, watched, settings.externalUrl(), state),
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

    void observe(Report report) {
        String database = report.database();
        if (!watched.contains(database)) {
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
        if (round.size() == watched.size()) {
            beat(now);
            round.clear();
        }
    }

    private boolean isPaused(String database, Instant now) {
        return maintenance.until(database, now).isPresent();
    }

    void tick() {
        Instant now = clock.instant();
        lookAtPauses();
        for (Channel channel : notifiers.values()) {
            channel.notifier.tick(now, database -> isPaused(database, now));
            keep(channel);
            boolean allPaused = !settings.databases().isEmpty()
                    && settings.databases().stream().allMatch(database -> isPaused(database, now));
            if (!channel.busy && !allPaused && !ends) {
                channel.notifier.next(now).ifPresent(notice -> send(channel, notice));
            }
        }
        show();
    }

    private void send(Channel channel, Notice notice) {
        String name = channel.notifierSettings.name();
        Delivery delivery = new Delivery(
                notice,
                http,
                channel.notifier.taken(),
                some -> workers.afterwards(() -> takenBySome(name, notice, some)));
        channel.busy = workers.begin(() -> {
            try {
                Optional<NotDelivered> why = delivery.attempt(channel.notifierSettings.url());
                workers.afterwards(() -> sent(name, delivery, why));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // The program ends.
            }
        });
    }

    /** Noted at once: if the program ends while another of them hangs, nobody is told twice. */
    private void takenBySome(String name, Notice notice, Set<String> some) {
        Optional.ofNullable(notifiers.get(name)).ifPresent(channel -> {
            channel.notifier.takenBySome(notice, some);
            keep(channel);
        });
    }

    /** What has been decided is written down, and nothing more is sent. */
    void stop() {
        ends = true;
        notifiers.values().forEach(this::keep);
    }

    /** @param why not; empty: it was taken */
    private void sent(String name, Delivery delivery, Optional<NotDelivered> why) {
        Notice notice = delivery.notice();
        Channel channel = notifiers.get(name);
        if (channel == null) {
            return; // It is not configured any more.
        }
        channel.busy = false;
        Instant now = clock.instant();
        if (why.isEmpty()) {
            if (channel.status.failure().isPresent()) {
                LOG.info("Notifier " + name + ": notices can be delivered again.");
            }
            channel.notifier.delivered(notice, now);
            channel.status = channel.status.succeeded(now);
        } else {
            boolean first = channel.status.failure().isEmpty();
            channel.notifier.takenBySome(notice, delivery.taken());
            boolean givenUp = channel.notifier.failed(notice, why.get(), now);
            channel.status = channel.status.failed(now, why.get().getMessage());
            if (first || givenUp) {
                LOG.warn("Notifier " + name + ": a notice could not be delivered: "
                        + why.get().getMessage()
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
            if (!channel.busy && !ends) {
                boolean well = critical.isEmpty() || !channel.heartbeatSettings.tellsOfCritical();
                channel.busy = workers.begin(() -> beat(channel, well, message, took));
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
        workers.afterwards(() -> {
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
        });
    }

    private void keep(Channel channel) {
        Notifier notifier = channel.notifier;
        channel.status = channel.status.waiting(notifier.waiting(), notifier.droppedInAll());
        if (settings.stateDirectory().isEmpty()) {
            return;
        }
        notifier.changedState().ifPresent(state -> {
            try {
                write(settings.stateDirectory().get(), state);
                writingFails = false;
            } catch (IOException e) {
                notifier.notKept();
                if (!writingFails) {
                    writingFails = true;
                    LOG.warn("What notifier " + state.notifier() + " has told cannot be written to "
                            + settings.stateDirectory().get() + " (" + e.getMessage()
                            + "). After a restart of the agent it may be told again.");
                }
            }
        });
    }

    NotifierState read(Path directory, String notifier) {
        return StateFiles.read(directory, notifier);
    }

    void write(Path directory, NotifierState state) throws IOException {
        StateFiles.write(directory, state);
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
