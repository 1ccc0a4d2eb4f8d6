package dev.immichpg.publish;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report;
import dev.immichpg.check.Roster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last report of each database. All doors read one immutable value of it, so that none sees half of an update. */
@ApplicationScoped
public class Latest {

    private final Clock clock;
    private final AtomicReference<All> all = new AtomicReference<>(new All(false, Duration.ZERO, new TreeMap<>()));

    Latest(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param started the agent has said what it will examine
     * @param databases by name, sorted; each of the roster is there from the start
     */
    record All(boolean started, Duration staleAfter, Map<String, Database> databases) {

        All {
            databases = Collections.unmodifiableMap(new TreeMap<>(databases));
        }

        /** Every database has been examined once, with whatever success. */
        boolean complete() {
            return started
                    && databases.values().stream().allMatch(d -> d.report().isPresent());
        }

        List<Report> reports() {
            return databases.values().stream().flatMap(d -> d.report().stream()).toList();
        }
    }

    /**
     * @param report empty before the first examination has ended
     * @param lastSuccess when the database was last read; empty if it never was
     * @param successes how often it was read since the agent started
     * @param failures how often it could not be
     * @param extensions by name: the versions last seen, and when they were last seen to change
     */
    record Database(
            Optional<Report> report,
            Optional<Instant> lastSuccess,
            long successes,
            long failures,
            Map<String, Versions> extensions) {

        static final Database NEVER_EXAMINED = new Database(Optional.empty(), Optional.empty(), 0, 0, Map.of());

        Database after(Report next) {
            boolean success = next.readable();
            return new Database(
                    Optional.of(next),
                    success ? Optional.of(next.examinedAt()) : lastSuccess,
                    successes + (success ? 1 : 0),
                    failures + (success ? 0 : 1),
                    next.snapshot().map(is -> versions(is, next.examinedAt())).orElse(extensions));
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
        roster.databases().forEach(name -> databases.put(name, Database.NEVER_EXAMINED));
        all.set(new All(true, roster.staleAfter(), databases));
    }

    void take(@Observes Report report) {
        all.updateAndGet(before -> {
            Map<String, Database> databases = new TreeMap<>(before.databases());
            databases.merge(
                    report.database(), Database.NEVER_EXAMINED.after(report), (known, fresh) -> known.after(report));
            return new All(before.started(), before.staleAfter(), databases);
        });
    }

    /** As of now: a report that has grown too old says that it knows nothing. */
    All now() {
        All seen = all.get();
        Instant oldest = clock.instant().minus(seen.staleAfter());
        Map<String, Database> databases = new TreeMap<>(seen.databases());
        databases.replaceAll((name, database) -> database.report()
                        .filter(report -> report.examinedAt().isBefore(oldest))
                        .isPresent()
                ? new Database(
                        database.report()
                                .map(report ->
                                        report.outdated("There was no examination since " + report.examinedAt() + ".")),
                        database.lastSuccess(),
                        database.successes(),
                        database.failures(),
                        database.extensions())
                : database);
        return new All(seen.started(), seen.staleAfter(), databases);
    }
}
