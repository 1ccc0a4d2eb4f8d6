package dev.immichpg.publish;

import dev.immichpg.catalog.Memory;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Question;
import dev.immichpg.check.Recollection;
import dev.immichpg.check.RejectedConfiguration;
import dev.immichpg.check.Report;
import dev.immichpg.notify.Notices;
import dev.immichpg.notify.Notices.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last report of each database, and what changed before it. Pages, metrics, JSON and probes all read one immutable value of it, so
 * none of them sees half of an update.
 */
@ApplicationScoped
public class LatestReports implements Recollection {

    private final Clock clock;
    private final LongSupplier stopwatch;
    private final StateDirectory state;
    private final Supplier<Seen> notices;
    private final AtomicReference<All> all = new AtomicReference<>(new All(
            Instant.EPOCH, Optional.empty(), Optional.empty(), ByName.of(Map.of()), Seen.NOTHING, 0, false, 0, 0));

    @Inject
    LatestReports(Clock clock, StateDirectory state, Notices notices) {
        this(clock, System::nanoTime, state, notices::seen);
    }

    /** Of an agent that tells nobody. */
    LatestReports(Clock clock, StateDirectory state) {
        this(clock, System::nanoTime, state);
    }

    /** @param stopwatch in nanoseconds, and never set, as a clock is at times */
    LatestReports(Clock clock, LongSupplier stopwatch, StateDirectory state) {
        this(clock, stopwatch, state, () -> Seen.NOTHING);
    }

    private LatestReports(Clock clock, LongSupplier stopwatch, StateDirectory state, Supplier<Seen> notices) {
        this.clock = clock;
        this.stopwatch = stopwatch;
        this.state = state;
        this.notices = notices;
    }

    /**
     * @param at when it was looked at
     * @param begun what the agent has last said it will examine, and when; empty before
     * @param refusal the edited configuration that cannot be used; empty if the last one read is in force
     * @param databases by name, sorted; each that is configured is there from the start
     * @param notices how it goes with who is told
     * @param unexamined how many databases have no report yet
     * @param complete every database of the first configuration has been examined once, with whatever success
     * @param taken how much has come in
     * @param outdated how many databases have a report that has grown too old
     */
    record All(
            Instant at,
            Optional<Begun> begun,
            Optional<RejectedConfiguration> refusal,
            ByName<LatestOfDatabase> databases,
            Seen notices,
            int unexamined,
            boolean complete,
            long taken,
            long outdated) {

        /** Another one whenever anything here is another than before; as far as one run of the agent goes. */
        String edition() {
            return edition(outdated, notices);
        }

        private String edition(long outdated, Seen notices) {
            return begun.map(b -> Long.toString(b.at().toEpochMilli(), 36)).orElse("0") + "." + taken + "." + outdated
                    + "." + notices.edition();
        }

        /** With what has come in of one database. */
        All after(String database, LatestOfDatabase next) {
            int left = databases.get(database).report().isPresent() ? unexamined : unexamined - 1;
            return new All(
                    at,
                    begun,
                    refusal,
                    databases.with(database, next),
                    Seen.NOTHING,
                    left,
                    complete || left == 0,
                    taken + 1,
                    0);
        }

        boolean started() {
            return begun.isPresent();
        }

        List<Report> reports() {
            return databases.values().stream().flatMap(d -> d.report().stream()).toList();
        }
    }

    /** @param lasting whether what is remembered outlives the agent */
    record Begun(ConfigurationInForce configuration, Instant at, boolean lasting) {}

    /**
     * @param report empty before the first examination has ended
     * @param lastSuccess when the database was last read; empty if it never was
     * @param successes how often it was read since the agent started
     * @param failures how often it could not be
     * @param takenAt what the stopwatch showed when the report came in
     */
    record LatestOfDatabase(
            Optional<Report> report,
            Optional<Instant> lastSuccess,
            long successes,
            long failures,
            DatabaseHistory memory,
            long takenAt) {

        static LatestOfDatabase withMemory(DatabaseHistory memory) {
            return new LatestOfDatabase(Optional.empty(), Optional.empty(), 0, 0, memory, 0);
        }

        LatestOfDatabase after(Report next, long at) {
            boolean success = next.readable();
            return new LatestOfDatabase(
                    Optional.of(next),
                    success ? Optional.of(next.examinedAt()) : lastSuccess,
                    successes + (success ? 1 : 0),
                    failures + (success ? 0 : 1),
                    memory.after(next),
                    at);
        }

        /**
         * By the clock, which also knows how long the machine slept, and by the stopwatch, since a clock that is set back
         * would make a report young again.
         */
        boolean isOutdated(Earliest earliest) {
            return report.isPresent()
                    && (report.get().examinedAt().isBefore(earliest.at()) || earliest.shown() - takenAt > 0);
        }

        /** When it was last seen, what was seen then is no longer believed. */
        LatestOfDatabase outdated() {
            return new LatestOfDatabase(
                    report.map(r -> r.outdated("There has been no examination since " + r.examinedAt() + ".")),
                    lastSuccess,
                    successes,
                    failures,
                    memory,
                    takenAt);
        }
    }

    /**
     * What comes from before is outdated.
     *
     * @param at by the clock
     * @param shown by the stopwatch
     */
    private record Earliest(Instant at, long shown) {}

    private Earliest earliest(All seen, Instant now) {
        Duration staleAfter = seen.begun().orElseThrow().configuration().staleAfter();
        return new Earliest(now.minus(staleAfter), stopwatch.getAsLong() - staleAfter.toNanos());
    }

    /** A database that was there before goes on where it was. */
    void begin(@Observes ConfigurationInForce configuration) {
        Instant at = clock.instant();
        Map<String, LatestOfDatabase> remembered = new TreeMap<>();
        Map<String, LatestOfDatabase> known = all.get().databases();
        state.recall(
                        configuration.databases().stream()
                                .map(Question::database)
                                .filter(name -> !known.containsKey(name))
                                .toList(),
                        at)
                .forEach((name, memory) -> remembered.put(name, LatestOfDatabase.withMemory(memory)));
        all.updateAndGet(before -> {
            Map<String, LatestOfDatabase> databases = new TreeMap<>();
            configuration.databases().stream()
                    .map(Question::database)
                    .forEach(name -> databases.put(
                            name,
                            Objects.requireNonNullElseGet(before.databases().get(name), () -> remembered.get(name))));
            int unexamined = (int) databases.values().stream()
                    .filter(d -> d.report().isEmpty())
                    .count();
            return new All(
                    at,
                    Optional.of(new Begun(configuration, at, state.isConfigured())),
                    Optional.empty(),
                    ByName.of(databases),
                    Seen.NOTHING,
                    unexamined,
                    before.complete() || unexamined == 0,
                    before.taken() + 1,
                    0);
        });
        state.keepOnly(all.get().databases().keySet(), at);
    }

    void refuse(@Observes RejectedConfiguration refusal) {
        all.updateAndGet(before -> new All(
                before.at(),
                before.begun(),
                Optional.of(refusal),
                before.databases(),
                Seen.NOTHING,
                before.unexamined(),
                before.complete(),
                before.taken() + 1,
                0));
    }

    /** Of a database that is no longer watched, nothing is taken. */
    void take(@Observes Report report) {
        long at = stopwatch.getAsLong();
        All after = all.updateAndGet(before -> {
            LatestOfDatabase known = before.databases().get(report.database());
            return known == null ? before : before.after(report.database(), known.after(report, at));
        });
        LatestOfDatabase database = after.databases().get(report.database());
        if (database != null) {
            state.keep(report.database(), database.memory());
        }
    }

    @Override
    public Memory of(String database) {
        LatestOfDatabase known = all.get().databases().get(database);
        return known == null ? Memory.NONE : known.memory().catalogs();
    }

    boolean watches(String database) {
        return all.get().databases().containsKey(database);
    }

    /** Its name, where there is one and no other. */
    Optional<String> onlyDatabase() {
        Set<String> names = all.get().databases().keySet();
        return names.size() == 1 ? Optional.of(names.iterator().next()) : Optional.empty();
    }

    /** That of {@link #now()}, without making one. */
    String edition() {
        All seen = all.get();
        if (seen.begun().isEmpty()) {
            return seen.edition();
        }
        Earliest earliest = earliest(seen, clock.instant());
        return seen.edition(seen.databases().count(d -> d.isOutdated(earliest)), notices.get());
    }

    /** As of now: a report that has grown too old says that it knows nothing. */
    All now() {
        All seen = all.get();
        if (seen.begun().isEmpty()) {
            return seen;
        }
        Instant at = clock.instant();
        Earliest earliest = earliest(seen, at);
        long outdated = seen.databases().count(d -> d.isOutdated(earliest));
        return new All(
                at,
                seen.begun(),
                seen.refusal(),
                outdated == 0
                        ? seen.databases()
                        : seen.databases().mapped(d -> d.isOutdated(earliest) ? d.outdated() : d),
                notices.get(),
                seen.unexamined(),
                seen.complete(),
                seen.taken(),
                outdated);
    }
}
