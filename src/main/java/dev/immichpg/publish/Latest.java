package dev.immichpg.publish;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report;
import dev.immichpg.check.Roster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last report of each database, and what changed before it. All doors read one immutable value of it, so that none sees half of an update. */
@ApplicationScoped
public class Latest {

    private final Clock clock;
    private final LongSupplier stopwatch;
    private final AtomicReference<All> all =
            new AtomicReference<>(new All(Instant.EPOCH, Optional.empty(), Map.of(), 0, 0));

    @Inject
    Latest(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param stopwatch in nanoseconds, and never set, as a clock is at times */
    Latest(Clock clock, LongSupplier stopwatch) {
        this.clock = clock;
        this.stopwatch = stopwatch;
    }

    /**
     * @param at when it was looked at
     * @param begun what the agent has said it will examine, and when; empty before
     * @param databases by name, sorted; each of the roster is there from the start
     * @param taken how many reports have come in
     * @param outdated how many databases have a report that has grown too old
     */
    record All(Instant at, Optional<Begun> begun, Map<String, Database> databases, long taken, long outdated) {

        All {
            databases = Collections.unmodifiableMap(new TreeMap<>(databases));
        }

        /** Another one whenever anything here is another than before; as far as one run of the agent goes. */
        String edition() {
            return begun.map(b -> Long.toString(b.at().toEpochMilli(), 36)).orElse("0") + "." + taken + "." + outdated;
        }

        boolean started() {
            return begun.isPresent();
        }

        /** Every database has been examined once, with whatever success. */
        boolean complete() {
            return started()
                    && databases.values().stream().allMatch(d -> d.report().isPresent());
        }

        List<Report> reports() {
            return databases.values().stream().flatMap(d -> d.report().stream()).toList();
        }
    }

    record Begun(Roster roster, Instant at) {}

    /**
     * @param report empty before the first examination has ended
     * @param lastSuccess when the database was last read; empty if it never was
     * @param successes how often it was read since the agent started
     * @param failures how often it could not be
     * @param extensions by name: the versions last seen, and when they were last seen to change
     * @param lastRead the last report that could read; empty if there was none
     * @param changes what was seen to change since the agent started, oldest first; the last {@value #MOST_CHANGES}
     * @param takenAt what the stopwatch showed when the report came in
     */
    record Database(
            Optional<Report> report,
            Optional<Instant> lastSuccess,
            long successes,
            long failures,
            Map<String, Versions> extensions,
            Optional<Report> lastRead,
            List<Change> changes,
            long takenAt) {

        static final Database NEVER_EXAMINED =
                new Database(Optional.empty(), Optional.empty(), 0, 0, Map.of(), Optional.empty(), List.of(), 0);

        private static final int MOST_CHANGES = 100;

        Database after(Report next, long at) {
            boolean success = next.readable();
            Map<String, Versions> versions =
                    next.snapshot().map(is -> versions(is, next.examinedAt())).orElse(extensions);
            List<Change> all = Stream.concat(
                            changes.stream(), Change.between(report, lastRead, next, versions).stream())
                    .toList();
            return new Database(
                    Optional.of(next),
                    success ? Optional.of(next.examinedAt()) : lastSuccess,
                    successes + (success ? 1 : 0),
                    failures + (success ? 0 : 1),
                    versions,
                    success ? Optional.of(next) : lastRead,
                    all.subList(Math.max(0, all.size() - MOST_CHANGES), all.size()),
                    at);
        }

        /**
         * By the clock, which also knows how long the machine slept, and by the stopwatch, since a clock that is set back
         * would make a report young again.
         */
        boolean isOlderThan(Duration age, Instant now, long stopwatch) {
            return report.isPresent()
                    && (report.get().examinedAt().isBefore(now.minus(age)) || stopwatch - takenAt > age.toNanos());
        }

        /** When it was last seen, what was seen then is no longer believed. */
        Database outdated() {
            return new Database(
                    report.map(r -> r.outdated("There was no examination since " + r.examinedAt() + ".")),
                    lastSuccess,
                    successes,
                    failures,
                    extensions,
                    lastRead,
                    changes,
                    takenAt);
        }

        private Map<String, Versions> versions(Snapshot is, Instant at) {
            return Stream.of(
                            is.installedExtensions().stream().map(Snapshot.InstalledExtension::name),
                            is.availableExtensions().stream().map(Snapshot.AvailableExtension::name),
                            extensions.keySet().stream())
                    .flatMap(names -> names)
                    .distinct()
                    .collect(Collectors.toUnmodifiableMap(
                            Function.identity(),
                            name -> lastSuccess.isEmpty()
                                    ? Versions.first(is, name)
                                    : extensions
                                            .getOrDefault(name, Versions.NONE)
                                            .then(is, name, at)));
        }
    }

    /**
     * @param installed empty: not installed
     * @param available empty: not available
     * @param changedAt when either was first seen to be another than before; empty if that has not happened since the
     *     agent started
     */
    record Versions(Optional<String> installed, Optional<String> available, Optional<Instant> changedAt) {

        /** Of an extension that was not there. */
        static final Versions NONE = new Versions(Optional.empty(), Optional.empty(), Optional.empty());

        Versions then(Snapshot is, String name, Instant at) {
            Versions seen = first(is, name);
            boolean same = installed.equals(seen.installed()) && available.equals(seen.available());
            return new Versions(seen.installed(), seen.available(), same ? changedAt : Optional.of(at));
        }

        static Versions first(Snapshot is, String name) {
            return new Versions(
                    is.installed(name).map(Snapshot.InstalledExtension::version),
                    is.available(name).map(Snapshot.AvailableExtension::version),
                    Optional.empty());
        }
    }

    void begin(@Observes Roster roster) {
        Map<String, Database> databases = new TreeMap<>();
        roster.databases().forEach(asked -> databases.put(asked.database(), Database.NEVER_EXAMINED));
        Instant at = clock.instant();
        all.set(new All(at, Optional.of(new Begun(roster, at)), databases, 0, 0));
    }

    void take(@Observes Report report) {
        long at = stopwatch.getAsLong();
        all.updateAndGet(before -> {
            Map<String, Database> databases = new TreeMap<>(before.databases());
            databases.merge(
                    report.database(),
                    Database.NEVER_EXAMINED.after(report, at),
                    (known, fresh) -> known.after(report, at));
            return new All(before.at(), before.begun(), databases, before.taken() + 1, 0);
        });
    }

    /** As of now: a report that has grown too old says that it knows nothing. */
    All now() {
        All seen = all.get();
        if (seen.begun().isEmpty()) {
            return seen;
        }
        Instant at = clock.instant();
        long elapsed = stopwatch.getAsLong();
        Duration staleAfter = seen.begun().get().roster().staleAfter();
        Map<String, Database> databases = new TreeMap<>(seen.databases());
        long outdated = 0;
        for (Map.Entry<String, Database> entry : databases.entrySet()) {
            if (entry.getValue().isOlderThan(staleAfter, at, elapsed)) {
                entry.setValue(entry.getValue().outdated());
                outdated++;
            }
        }
        return new All(at, seen.begun(), databases, seen.taken(), outdated);
    }
}
