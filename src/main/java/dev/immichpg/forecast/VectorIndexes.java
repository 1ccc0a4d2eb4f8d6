package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.IndexFormat.Fit;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When Immich, since 1.133.0, rebuilds an index at its start (start-up.md#rebuild). */
public final class VectorIndexes {

    private static final Pattern LISTS = Pattern.compile("lists = \\[(\\d{1,9})");
    private static final double SLACK = 1.2;

    private VectorIndexes() {}

    /** Why Immich would rebuild the index, as a sentence; empty: it would not. */
    public static Optional<String> rebuildReason(Snapshot is, VectorExtension chosen, String name, Relation table) {
        Optional<VectorIndex> index = FoundIndex.of(is, name);
        if (index.isEmpty()) {
            return Optional.of("Index " + name + " does not exist.");
        }
        if (!hasMethod(index.get(), chosen)) {
            return Optional.of("Index " + name + " has access method "
                    + index.get().accessMethod() + ", not " + chosen.accessMethod() + ".");
        }
        return FoundIndex.unrecognised(is, name)
                .or(() -> otherLists(chosen, index.get(), table)
                        .map(target -> "Index " + name + " has lists = " + lists(index.get()) + ", but for about "
                                + table.estimatedRows() + " rows Immich wants " + target + "."));
    }

    /**
     * How many lists Immich would give to an index of VectorChord that has another number of them
     * (FailureMode.LISTS_OUTGROWN); empty: it is content with those that there are.
     */
    public static Optional<Integer> otherLists(VectorExtension chosen, VectorIndex index, Relation table) {
        // The planner's estimate stands in for Immich's exact count; -1 where there is none.
        long rows = table.estimatedRows();
        if (chosen != VectorExtension.VECTORCHORD || rows < 0) {
            return Optional.empty();
        }
        int lists = lists(index);
        return lists == targetLists(rows) || lists == targetLists((long) (rows * SLACK))
                ? Optional.empty()
                : Optional.of(targetLists(rows));
    }

    /**
     * The migrations of the next start make this table: there was none yet, or the faces are still where they were
     * before 1.107.0 (database.md#vector-tables).
     */
    public static boolean isYetToBeMade(Snapshot is, String table) {
        return !is.hasImmichTables()
                || table.equals("face_search")
                        && is.vectorTables().stream().anyMatch(t -> t.name().equals("asset_faces"));
    }

    /** The role owns the table of this index; of one that is not there, only a superuser does. */
    static boolean roleOwnsTableOf(Snapshot is, String index) {
        return is.index(index)
                .flatMap(i -> is.relation(i.schema(), i.table()))
                .map(Relation::roleOwns)
                .orElse(is.actsAsSuperuser());
    }

    static String bothAbsent(String index, String table) {
        return "Neither index " + index + " nor its table " + table + " exists.";
    }

    /** Immich looks for it in the text of pg_get_indexdef, which we cannot ask for without the library. */
    public static boolean hasMethod(VectorIndex index, VectorExtension extension) {
        return index.accessMethod().equals(extension.accessMethod());
    }

    /**
     * The extension, which has a format of its own on disk, was updated after the index was last built
     * (immich-and-postgres.md#row-ages), and what else is known does not show that the index works all the same.
     */
    public static boolean mayBeStale(Snapshot is, VectorChordVersions lines, ChosenExtension chosen, String name) {
        Optional<VectorIndex> index = is.index(name).filter(i -> hasMethod(i, chosen.extension()));
        if (index.isEmpty() || chosen.installed().isEmpty()) {
            return false;
        }
        return switch (chosen.extension()) {
            case VECTORCHORD ->
                Set.of(Fit.STALE, Fit.PERHAPS)
                        .contains(IndexFormat.of(is, lines, index.get()).fit());
            case PGVECTO_RS ->
                isYounger(chosen.installed().get().rowAge(), index.get().rowAge())
                        && !IndexProof.works(is, chosen.extension(), index.get())
                        && !IndexProof.isOfTheSameVersion(is, chosen.installed().get(), index.get());
            case PGVECTOR -> false;
        };
    }

    /** The extension's row was written after the index's, by CREATE EXTENSION or ALTER EXTENSION … UPDATE. */
    public static boolean wasUpdatedSince(InstalledExtension extension, VectorIndex index) {
        return isYounger(extension.rowAge(), index.rowAge());
    }

    /** Ages of transactions are a circle of 32 bits, and so must their difference be: old rows pass its end. */
    static boolean isYounger(long age, long otherAge) {
        return (int) (age - otherAge) < 0;
    }

    /** An index whose options do not say has one list. */
    public static int lists(VectorIndex index) {
        Matcher matcher = LISTS.matcher(index.options());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
    }

    /** Immich's formula for the number of lists (start-up.md#rebuild). */
    static int targetLists(long rows) {
        if (rows < 128_000) {
            return 1;
        }
        if (rows < 2_048_000) {
            return 1 << (32 - Integer.numberOfLeadingZeros((int) (rows / 1000)));
        }
        return 1 << (33 - Integer.numberOfLeadingZeros((int) Math.sqrt(rows)));
    }
}
