package dev.immichpg.publish;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the agent remembers of a database from one examination to the next. With a {@link StateDirectory} it also remembers it after a
 * restart.
 *
 * @param since when this history began
 * @param readable whether the last examination could read the database; empty: it has not been examined yet
 * @param seen the results of the last examination that could read it; empty: there was none
 * @param extensions by name: the versions last seen, and when they were last seen to change
 * @param changes oldest first; the last {@value #MOST_CHANGES}
 * @param catalogs what the catalogs forget and rules ask for
 */
record DatabaseHistory(
        Instant since,
        Optional<Boolean> readable,
        Optional<LastResults> seen,
        Map<String, ExtensionVersions> extensions,
        List<Change> changes,
        Memory catalogs) {

    static final int MOST_CHANGES = 100;

    DatabaseHistory {
        requireNonNull(since, "since");
        requireNonNull(readable, "readable");
        requireNonNull(seen, "seen");
        requireNonNull(catalogs, "catalogs");
        extensions = Map.copyOf(extensions);
        changes = List.copyOf(changes.subList(Math.max(0, changes.size() - MOST_CHANGES), changes.size()));
    }

    static DatabaseHistory beginning(Instant since) {
        return new DatabaseHistory(since, Optional.empty(), Optional.empty(), Map.of(), List.of(), Memory.NONE);
    }

    DatabaseHistory after(Report next) {
        Map<String, ExtensionVersions> versions =
                next.snapshot().map(is -> versions(is, next.examinedAt())).orElse(extensions);
        return new DatabaseHistory(
                since,
                Optional.of(next.readable()),
                next.readable() ? Optional.of(LastResults.of(next)) : seen,
                versions,
                Stream.concat(changes.stream(), Change.between(this, next, versions).stream())
                        .toList(),
                next.snapshot().flatMap(Snapshot::memory).orElse(catalogs));
    }

    private Map<String, ExtensionVersions> versions(Snapshot is, Instant at) {
        return Stream.of(
                        is.installedExtensions().stream().map(Snapshot.InstalledExtension::name),
                        is.availableExtensions().stream().map(Snapshot.AvailableExtension::name),
                        extensions.keySet().stream())
                .flatMap(names -> names)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        name -> seen.isEmpty()
                                ? ExtensionVersions.first(is, name)
                                : extensions
                                        .getOrDefault(name, ExtensionVersions.NONE)
                                        .then(is, name, at)));
    }

    /**
     * @param installed empty: not installed
     * @param available empty: not available
     * @param changedAt when either was first seen to be another than before; empty if that has not happened
     */
    record ExtensionVersions(Optional<String> installed, Optional<String> available, Optional<Instant> changedAt) {

        /** Of an extension that was not there. */
        static final ExtensionVersions NONE =
                new ExtensionVersions(Optional.empty(), Optional.empty(), Optional.empty());

        ExtensionVersions then(Snapshot is, String name, Instant at) {
            ExtensionVersions now = first(is, name);
            boolean same = installed.equals(now.installed()) && available.equals(now.available());
            return new ExtensionVersions(now.installed(), now.available(), same ? changedAt : Optional.of(at));
        }

        static ExtensionVersions first(Snapshot is, String name) {
            return new ExtensionVersions(
                    is.installed(name).map(Snapshot.InstalledExtension::version),
                    is.available(name).map(Snapshot.AvailableExtension::version),
                    Optional.empty());
        }
    }
}
