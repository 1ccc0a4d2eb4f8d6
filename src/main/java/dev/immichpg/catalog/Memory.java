package dev.immichpg.catalog;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the agent saw of a database in earlier examinations, as far as the catalogs forget it: under which start of Postgres a
 * vector index was built, and so by which library (extensions.md#library-in-memory); and how many assets there were.
 *
 * @param starts of Postgres, oldest first; at most {@value #MOST_STARTS}
 * @param builds of the vector indexes that are there now
 * @param assets null: as {@link Assets#NONE}, in what an older agent wrote
 */
public record Memory(List<Start> starts, List<Build> builds, Assets assets) {

    /** Older ones are forgotten: an index that was built under one of them is of unknown origin. */
    static final int MOST_STARTS = 20;

    private static final List<String> PRELOADED = List.of("vchord", "vectors");

    public static final Memory NONE = new Memory(List.of(), List.of(), Assets.NONE);

    public Memory {
        starts = List.copyOf(starts);
        builds = List.copyOf(builds);
        assets = requireNonNullElse(assets, Assets.NONE);
    }

    /**
     * @param startedAt in milliseconds since 1970, by the server's clock
     * @param lastSeenAt when Postgres was last seen before the following start, likewise
     * @param firstTransaction the next one when Postgres was first seen after this start
     * @param lastTransaction the next one when it was last seen before the following start
     * @param files of each vector extension with a library that is preloaded
     */
    public record Start(
            long startedAt, long lastSeenAt, long firstTransaction, long lastTransaction, List<Files> files) {
        public Start {
            files = List.copyOf(files);
        }

        /** Empty: its package was not there. */
        public Optional<Files> filesOf(String extension) {
            return files.stream().filter(f -> f.extension().equals(extension)).findFirst();
        }

        private boolean saw(long transaction) {
            return firstTransaction <= transaction && transaction < lastTransaction;
        }
    }

    /**
     * Versions of the package on the server's disk, while Postgres ran since one start.
     *
     * @param first when it was first seen: the library in memory is not newer; empty: there was none then
     * @param last when it was last seen
     * @param loaded of the library in memory, where that is certain: Postgres said so, or the package was of the same version
     *     before and after the start; empty: it is not
     */
    public record Files(String extension, String first, String last, String loaded) {
        public Files {
            requireNonNull(extension, "extension");
            requireNonNull(first, "first");
            requireNonNull(last, "last");
            requireNonNull(loaded, "loaded");
        }
    }

    /**
     * A build of a vector index.
     *
     * @param transaction that built it
     * @param version of the extension that was installed when it was first seen; empty where the extension had been updated
     *     after the build already
     */
    public record Build(String schema, String index, long transaction, String version) {
        public Build {
            requireNonNull(schema, "schema");
            requireNonNull(index, "index");
            requireNonNull(version, "version");
        }
    }

    /**
     * What Postgres estimated of the table of assets.
     *
     * @param rows at the last analysis; -1: there was none yet
     * @param before that analysis, where it found less than half; -1: it did not
     * @param fellAt when that was seen, in milliseconds since 1970, by the server's clock; 0: it did not
     */
    public record Assets(long rows, long before, long fellAt) {

        public static final Assets NONE = new Assets(-1, -1, 0);

        /** Fewer come and go by hand. */
        private static final long FEWEST = 100;

        /** By then somebody has heard of it, or has deleted them on purpose. */
        private static final long FORGOTTEN_AFTER_MILLIS = 7L * 24 * 60 * 60 * 1000;

        private static final List<String> TABLES = List.of("asset", "assets");

        /** Empty before Immich has made it. */
        public static Optional<Relation> table(Snapshot is) {
            return TABLES.stream()
                    .flatMap(name -> is.relation("public", name).stream())
                    .findFirst();
        }

        public boolean fell() {
            return before >= 0;
        }

        private Assets after(Snapshot is, Moment moment) {
            long now =
                    table(is).map(Relation::estimatedRows).filter(n -> n >= 0).orElse(rows);
            if (now != rows && rows >= FEWEST && isBelowHalf(now, rows)) {
                return new Assets(now, Math.max(rows, before), moment.now());
            }
            boolean still = fell() && isBelowHalf(now, before) && moment.now() - fellAt < FORGOTTEN_AFTER_MILLIS;
            return still ? new Assets(now, before, fellAt) : new Assets(now, -1, 0);
        }

        private static boolean isBelowHalf(long now, long before) {
            return now < before - before / 2;
        }
    }

    /** The start under which Postgres runs now, if it was seen. */
    public Optional<Start> current(Snapshot is) {
        return is.moment()
                .flatMap(moment -> starts.stream()
                        .filter(start -> start.startedAt() == moment.startedAt())
                        .findFirst());
    }

    /** The start under which the index was built; empty: before the first one that was seen, or between two looks. */
    public Optional<Start> builtUnder(Snapshot is, VectorIndex index) {
        return transaction(is, index)
                .flatMap(built ->
                        starts.stream().filter(start -> start.saw(built)).findFirst());
    }

    /** As it was first seen. */
    public Optional<Build> build(Snapshot is, VectorIndex index) {
        Optional<Long> built = transaction(is, index);
        return builds.stream()
                .filter(b -> b.schema().equals(index.schema()) && b.index().equals(index.name()))
                .filter(b -> built.filter(t -> b.transaction() == t).isPresent())
                .findFirst();
    }

    /** As of this snapshot, which must not be older than what is remembered. */
    public Memory after(Snapshot is) {
        Optional<Moment> moment = is.moment();
        if (moment.isEmpty()) {
            return this;
        }
        boolean otherServer = !starts.isEmpty()
                && starts.get(starts.size() - 1).lastTransaction()
                        > moment.get().nextTransaction();
        Memory before = otherServer ? NONE : this;
        // A restore into another server is one of the ways in which assets are lost.
        return new Memory(before.startsWith(is, moment.get()), before.buildsOf(is), assets.after(is, moment.get()));
    }

    private List<Start> startsWith(Snapshot is, Moment moment) {
        List<Start> all = new ArrayList<>(starts);
        Optional<Start> known = current(is);
        Optional<Start> previous =
                known.isPresent() || all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        known.ifPresent(all::remove);
        all.add(new Start(
                moment.startedAt(),
                moment.now(),
                known.map(Start::firstTransaction).orElse(moment.nextTransaction()),
                moment.nextTransaction(),
                files(is, known, previous.filter(start -> start.lastSeenAt() <= moment.startedAt()))));
        return all.subList(Math.max(0, all.size() - MOST_STARTS), all.size());
    }

    /** @param previous not the start of another server, which was up already when the one before was last seen */
    private static List<Files> files(Snapshot is, Optional<Start> known, Optional<Start> previous) {
        List<Files> files = new ArrayList<>();
        for (String extension : PRELOADED) {
            is.available(extension).ifPresent(available -> {
                String now = available.version();
                Optional<Files> before = known.flatMap(start -> start.filesOf(extension));
                String told = is.loadedVersion(extension).orElse("");
                String kept = previous.flatMap(start -> start.filesOf(extension))
                        .filter(seen -> seen.last().equals(now))
                        .map(Files::last)
                        .orElse("");
                files.add(new Files(
                        extension,
                        before.map(Files::first).orElse(known.isPresent() ? "" : now),
                        now,
                        told.isEmpty() ? before.map(Files::loaded).orElse(kept) : told));
            });
        }
        return files;
    }

    private List<Build> buildsOf(Snapshot is) {
        return is.vectorIndexes().stream()
                .flatMap(index -> build(is, index)
                        .or(() -> transaction(is, index)
                                .map(built -> new Build(index.schema(), index.name(), built, versionOf(is, index))))
                        .stream())
                .collect(Collectors.toUnmodifiableList());
    }

    private static String versionOf(Snapshot is, VectorIndex index) {
        return PRELOADED.stream()
                .filter(extension -> index.accessMethod().startsWith(extension))
                .flatMap(extension -> is.installed(extension).stream())
                .filter(extension -> (int) (extension.rowAge() - index.rowAge()) >= 0)
                .map(InstalledExtension::version)
                .findFirst()
                .orElse("");
    }

    private static Optional<Long> transaction(Snapshot is, VectorIndex index) {
        return is.moment().map(moment -> moment.nextTransaction() - index.rowAge());
    }
}
