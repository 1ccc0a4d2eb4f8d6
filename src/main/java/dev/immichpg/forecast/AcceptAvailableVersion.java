package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;

/**
 * Since 1.112.0: the version on the server's disk must be in range, whatever is installed (start-up.md#steps, step 7).
 */
final class AcceptAvailableVersion implements StartUpStep {

    private static final String RULE = "available version";

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() == AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        String version = chosen.available().orElseThrow().version();
        return start.tell(
                chosen.accepts(version)
                        ? ForecastStep.passes(RULE, chosen.title() + " " + version + " is available.")
                        : AcceptInstalledVersion.outOfRange(RULE, chosen, version, "on the server's disk"));
    }
}
