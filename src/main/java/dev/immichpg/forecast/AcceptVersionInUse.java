package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Version;

/**
 * Before 1.112.0 only the version counts that is installed in the end, created or updated or as it was
 * (start-up.md#eras).
 */
final class AcceptVersionInUse implements StartUpStep {

    private static final String RULE = "installed version";

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() != AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        String version = chosen.installed().orElseThrow().version();
        if (chosen.support().enforced().isPresent()
                && Version.parse(version).filter(ChosenExtension::isNightly).isPresent()) {
            return start.tell(ReadVersions.refusedNightly(chosen, version));
        }
        return start.tell(
                chosen.accepts(version)
                        ? ForecastStep.passes(RULE, chosen.title() + " " + version + " is in use.")
                        : AcceptInstalledVersion.outOfRange(RULE, chosen, version, "installed"));
    }
}
