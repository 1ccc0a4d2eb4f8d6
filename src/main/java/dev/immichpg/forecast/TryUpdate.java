package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;

/**
 * Before 1.112.0 an update is at most tried: where it fails Immich says so and goes on with the old version
 * (start-up.md#eras).
 */
final class TryUpdate implements StartUpStep {

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() != AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        if (!chosen.updateIsTried(start.release())) {
            return start.tell();
        }
        return UpdateObstacle.of(start.is(), start.should(), chosen).isEmpty()
                        && ReadOnlySessions.obstacle(start.is()).isEmpty()
                ? SuccessfulUpdate.of(start)
                : start.tell(ForecastStep.warns(
                        UpdateExtension.RULE,
                        "Immich tries to update " + chosen.title() + " to "
                                + chosen.available().orElseThrow().version() + ", fails, and goes on with "
                                + chosen.installed().orElseThrow().version() + ".",
                        "extension-update-pending"));
    }
}
