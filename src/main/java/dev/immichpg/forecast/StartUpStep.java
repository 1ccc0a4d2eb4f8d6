package dev.immichpg.forecast;

import dev.immichpg.need.Release;

/**
 * One thing that Immich looks at or does while it starts. Pure: it sees the {@link StartProgress} as the steps before it left it
 * behind, and nothing else.
 *
 * <p>A step that meets a fact which is not known throws {@link dev.immichpg.need.Undecidable} where that leaves nothing to
 * say about the whole start, and tells of it as {@link ForecastStep.Effect#UNKNOWN} where later steps can still decide.
 */
@FunctionalInterface
interface StartUpStep {

    /** Whether the releases with these rules take it. */
    default boolean isTakenBy(Release release) {
        return true;
    }

    StepOutcome take(StartProgress start);
}
