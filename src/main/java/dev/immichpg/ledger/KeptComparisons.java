package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import java.util.List;
import java.util.function.Supplier;

/**
 * What differs in the structures that were compared last. A structure is read once an hour and judged each minute, and databases with
 * the same one share it. So the very object counts: to find out whether two are equal takes as long as to compare them.
 */
final class KeptComparisons {

    /** A fleet has few, since its databases share them; each structure can have a megabyte. */
    static final int MOST = 8;

    /**
     * The last one first. Two threads may both compare one, or one of them forget what the other has found: that costs time only,
     * since each is a value that never changes.
     */
    private final Compared[] kept = new Compared[MOST];

    private record Compared(Structure is, int migration, List<Difference> differences) {}

    List<Difference> of(Structure is, int migration, Supplier<List<Difference>> comparison) {
        for (Compared each : kept.clone()) {
            if (each != null && each.is() == is && each.migration() == migration) {
                return each.differences();
            }
        }
        Compared next = new Compared(is, migration, comparison.get());
        for (int i = MOST - 1; i > 0; i--) {
            kept[i] = kept[i - 1];
        }
        kept[0] = next;
        return next.differences();
    }
}
