package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.List;

/**
 * The result of one step of the start.
 *
 * @param steps what there is to tell, in order; empty: nothing. Only the last of them can block
 * @param after the database as it is afterwards
 */
record StepOutcome(List<ForecastStep> steps, Snapshot after) {

    StepOutcome {
        steps = List.copyOf(steps);
        requireNonNull(after, "after");
        if (steps.stream().limit(Math.max(0, steps.size() - 1)).anyMatch(StepOutcome::blocks)) {
            throw new IllegalArgumentException("nothing happens after a step that blocks");
        }
    }

    /** Immich exits here. */
    boolean stops() {
        return !steps.isEmpty() && blocks(steps.get(steps.size() - 1));
    }

    private static boolean blocks(ForecastStep step) {
        return step.effect() == Effect.BLOCKS;
    }
}
