package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import java.util.function.Supplier;

/**
 * What was found out of the structures that were compared last. A structure is read once an hour and judged each minute, and
 * databases with the same one share it. So the very object counts: to find out whether two are equal takes as long as to compare
 * them.
 */
final class KeptComparisons<T> {

    /** A fleet has few, since its databases share them; each structure can have a megabyte. */
    static final int MOST = 8;

    /**
     * The last one first. Two threads may both compare one, or one of them forget what the other has found: that costs time only,
     * since each is a value that never changes.
     */
    private final Compared<T>[] kept = none();

    private record Compared<T>(Structure is, int migration, T found) {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no array of them in any other way.
    private static <T> Compared<T>[] none() {
        return new Compared[MOST];
    }

    T of(Structure is, int migration, Supplier<T> comparison) {
        for (Compared<T> each : kept.clone()) {
            if (each != null && each.is() == is && each.migration() == migration) {
                return each.found();
            }
        }
        Compared<T> next = new Compared<>(is, migration, comparison.get());
        for (int i = MOST - 1; i > 0; i--) {
            kept[i] = kept[i - 1];
        }
        kept[0] = next;
        return next.found();
    }
}
