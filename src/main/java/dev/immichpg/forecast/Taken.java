package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.Step.Effect;
import java.util.List;

/**
 * What came of one step of the start.
 *
 * @param steps what there is to tell, in order; empty: nothing. Only the last of them may block
 * @param after the database as it is afterwards
 */
record Taken(List<Step> steps, Snapshot after) {

    Taken {
        steps = List.copyOf(steps);
        requireNonNull(after, "after");
        if (steps.stream().limit(Math.max(0, steps.size() - 1)).anyMatch(Taken::blocks)) {
            throw new IllegalArgumentException("nothing happens after a step that blocks");
        }
    }

    /** Immich exits here. */
    boolean stops() {
        return !steps.isEmpty() && blocks(steps.get(steps.size() - 1));
    }

    private static boolean blocks(Step step) {
        return step.effect() == Effect.BLOCKS;
    }
}
