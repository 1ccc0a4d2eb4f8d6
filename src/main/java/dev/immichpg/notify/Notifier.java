package dev.immichpg.notify;

import dev.immichpg.check.Report;
import dev.immichpg.notify.NotifySettings.NotifierSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides what one service is sent, and when. It sends nothing itself and knows no clock: it is told what happens, and when,
 * by one thread.
 */
final class Notifier {

    /** Nobody reads more when the service is there again. */
    static final int MOST_WAITING = 50;

    /** Nobody is helped by what was so long ago. */
    static final Duration OLDEST = Duration.ofHours(24);

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10));

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** A message that the service does not take is tried so often: it may be the service's fault after all. */
    private static final int TRIES_OF_REFUSED = 3;

    /** Who forgets is told again at least so often. */
    private static final Duration LONGEST_WITHOUT_RENEWAL = Duration.ofDays(1);

    private final NotifierSettings settings;
    private final boolean forgets;
    private final Optional<URI> top;
    private final Map<String, DatabaseWatch> watches = new TreeMap<>();
    private final Map<String, Optional<String>> firstSteps = new HashMap<>();
    private final List<Entry> collected;
    private Optional<Instant> collectedSince;
    private final Deque<Notice> queue;
    private Set<String> taken;
    private int refusals;
    private int dropped;
    private long droppedInAll;
    private long made;
    private Optional<Instant> lastSuccess;
    private int failuresInARow;
    private Instant notBefore = Instant.MIN;
    private boolean changed;

    /** @param databases that are watched; of others nothing is remembered */
    Notifier(
            NotifierSettings settings,
            boolean forgets,
            Collection<String> databases,
            Optional<URI> top,
            NotifierState state) {
        this.settings = settings;
        this.forgets = forgets;
        this.top = top;
        state.told().forEach((database, told) -> {
            if (databases.contains(database)) {
                watches.put(database, watch(database, told));
            }
        });
        collected = new ArrayList<>(state.collected().stream()
                .filter(entry -> watches.containsKey(entry.database()))
                .toList());
        collectedSince = collected.isEmpty() ? Optional.empty() : state.collectedSince();
        queue = new ArrayDeque<>(state.queue());
        taken = state.taken();
        refusals = state.refusals();
        dropped = state.dropped();
        made = state.made();
        lastSuccess = state.lastSuccess();
    }

    private DatabaseWatch watch(String database, Told told) {
        return new DatabaseWatch(database, settings.minSeverity(), settings.holds(), told);
    }

    void observe(Report report, Instant at) {
        Condition is = Condition.of(report);
        firstSteps.put(report.database(), is.firstStep());
        DatabaseWatch watch = watches.computeIfAbsent(report.database(), name -> watch(name, Told.nothing(at)));
        List<Entry> entries = watch.observe(is, at);
        if (!entries.isEmpty()) {
            collected.addAll(entries);
            collectedSince = collectedSince.or(() -> Optional.of(at));
            changed = true;
        }
    }

    /** What happens during maintenance is nobody's news. */
    void passOver(String database) {
        Optional.ofNullable(watches.get(database)).ifPresent(DatabaseWatch::forgetCandidates);
    }

    /**
     * Time goes by: collected changes become a message, and what is critical is told again.
     *
     * @param paused databases of which nothing is told now
     */
    void tick(Instant now, Predicate<String> paused) {
        collectedSince
                .filter(since -> !now.isBefore(since.plus(settings.collect())) || now.isBefore(since))
                .ifPresent(since -> compose(now, paused));
        watches.forEach((database, watch) -> {
            if (!paused.test(database) && isDue(watch.told(), now) && !isCollected(database)) {
                watch.toldAt(now);
                add(Composer.reminder(
                        nextId(now),
                        now,
                        database,
                        watch.told(),
                        firstSteps.getOrDefault(database, Optional.empty()),
                        top));
            }
        });
        while (!queue.isEmpty()
                && (queue.size() > MOST_WAITING || queue.peekFirst().at().isBefore(now.minus(OLDEST)))) {
            drop();
        }
    }

    private void compose(Instant now, Predicate<String> paused) {
        List<Entry> ready = collected.stream()
                .filter(entry -> !paused.test(entry.database()))
                .toList();
        if (ready.isEmpty()) {
            return;
        }
        Map<String, Told> told = new HashMap<>();
        ready.forEach(entry -> {
            DatabaseWatch watch = watches.get(entry.database());
            watch.toldAt(now);
            told.put(entry.database(), watch.told());
        });
        collected.removeAll(ready);
        collectedSince = collected.isEmpty() ? Optional.empty() : collectedSince;
        add(Composer.changes(nextId(now), now, ready, told, top, dropped));
        dropped = 0;
    }

    private boolean isDue(Told told, Instant now) {
        Duration repeat = settings.repeat();
        boolean critical = told.level() == Level.CRITICAL && !repeat.isZero();
        boolean renewed = forgets && !told.alerts("").isEmpty();
        if (told.at().isEmpty() || !critical && !renewed) {
            return false;
        }
        Duration after = renewed && (repeat.isZero() || repeat.compareTo(LONGEST_WITHOUT_RENEWAL) > 0)
                ? LONGEST_WITHOUT_RENEWAL
                : repeat;
        return !now.isBefore(told.at().get().plus(after));
    }

    private boolean isCollected(String database) {
        return collected.stream().anyMatch(entry -> entry.database().equals(database));
    }

    private void add(Notice notice) {
        queue.addLast(notice);
        changed = true;
    }

    private String nextId(Instant now) {
        made++;
        return settings.name() + "-" + Long.toString(now.toEpochMilli(), 36) + "-" + made;
    }

    /** What is to be sent now; empty where nothing is, or the service wants to be left alone for a while. */
    Optional<Notice> next(Instant now) {
        return now.isBefore(notBefore) ? Optional.empty() : Optional.ofNullable(queue.peekFirst());
    }

    /** Who has the first message already, of those whom it is for: {@link Delivery#taken()}. */
    Set<String> taken() {
        return taken;
    }

    void takenBySome(Notice notice, Set<String> some) {
        if (queue.peekFirst() == notice && !some.equals(taken)) {
            taken = Set.copyOf(some);
            changed = true;
        }
    }

    void delivered(Notice notice, Instant now) {
        if (queue.remove(notice)) {
            taken = Set.of();
            refusals = 0;
            lastSuccess = Optional.of(now);
            failuresInARow = 0;
            notBefore = Instant.MIN;
            changed = true;
        }
    }

    /** @return whether the message was given up */
    boolean failed(Notice notice, NotDelivered why, Instant now) {
        failuresInARow++;
        Duration pause = PAUSES.get(Math.min(failuresInARow, PAUSES.size()) - 1);
        if (why.notBefore().compareTo(pause) > 0) {
            pause = why.notBefore().compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : why.notBefore();
        }
        notBefore = now.plus(pause);
        if (!why.isRefused() || queue.peekFirst() != notice) {
            return false;
        }
        refusals++;
        changed = true;
        if (refusals < TRIES_OF_REFUSED) {
            return false;
        }
        drop();
        failuresInARow = 0;
        return true;
    }

    private void drop() {
        queue.removeFirst();
        taken = Set.of();
        refusals = 0;
        dropped++;
        droppedInAll++;
        changed = true;
    }

    int waiting() {
        return queue.size();
    }

    String name() {
        return settings.name();
    }

    /** Since the agent started. */
    long droppedInAll() {
        return droppedInAll;
    }

    Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    /** What must be kept, where that is another thing than the last time that it was asked for. */
    Optional<NotifierState> changedState() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(state());
    }

    /** It is asked for again. */
    void notKept() {
        changed = true;
    }

    NotifierState state() {
        Map<String, Told> told = new TreeMap<>();
        watches.forEach((database, watch) -> told.put(database, watch.told()));
        return new NotifierState(
                NotifierState.FORMAT,
                settings.name(),
                told,
                collected,
                collectedSince,
                List.copyOf(queue),
                taken,
                refusals,
                dropped,
                made,
                lastSuccess);
    }
}
