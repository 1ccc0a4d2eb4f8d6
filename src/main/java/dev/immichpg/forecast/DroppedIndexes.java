package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.UpdateRule;
import java.util.List;

/**
 * The vector indexes that Immich drops before it updates the extension, outside of the transaction of the update
 * (start-up.md#update): they are gone even where the update fails.
 */
public final class DroppedIndexes {

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
}
