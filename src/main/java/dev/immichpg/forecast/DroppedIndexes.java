package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.UpdateRule;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;

/**
 * The vector indexes that Immich drops before it updates the extension, outside of the transaction of the update
 * (start-up.md#update): they are gone even where the update fails.
 */
public final class DroppedIndexes {

    private static final Version IN_TRANSACTION_SINCE = Version.of("2.6.0");

    private DroppedIndexes() {}

    /** By name; none where these releases drop none, where none is there, or where nothing can be written. */
    public static List<String> of(Snapshot is, Release release) {
        return release.update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES
                        && ReadOnlySessions.obstacle(is).isEmpty()
                ? release.vectorIndexes().keySet().stream()
                        .filter(name -> is.index(name).isPresent())
                        .toList()
                : List.of();
    }

    /** That it drops them, as a sentence after that of a failure, with a blank before it; empty: it drops none. */
    public static String sentence(Snapshot is, Release release) {
        List<String> dropped = of(is, release);
        return dropped.isEmpty() ? "" : " Before that it drops " + String.join(" and ", dropped) + ".";
    }

    /** Of a rebuild that fails then: before 2.6.0 the index was dropped outside of the rebuild's transaction. */
    static Optional<ForecastStep> beforeRebuild(StartProgress start, String index) {
        boolean apart = start.release().update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES
                && start.immich().release().isOlderThan(IN_TRANSACTION_SINCE);
        return apart && start.is().index(index).isPresent() && roleMayDrop(start.is(), index)
                ? Optional.of(ForecastStep.changes("index", "It drops " + index + ", to rebuild it."))
                : Optional.empty();
    }

    /** Whoever owns the schema may drop what is in it, too. */
    static boolean roleMayDrop(Snapshot is, String index) {
        return VectorIndexes.roleOwnsTableOf(is, index)
                || is.index(index)
                        .flatMap(i -> is.schema(i.schema()))
                        .filter(Schema::roleOwns)
                        .isPresent();
    }
}
