package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;

/**
 * Since 1.112.0: where no update is due, the installed version must be in range, and not ahead (start-up.md#steps,
 * steps 10, 11).
 */
final class AcceptInstalledVersion implements StartUpStep {

    static final String CHECK = "vector-extension-out-of-range";
    private static final String RULE = "installed version";

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() == AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        if (chosen.installed().isEmpty() || chosen.isBehind()) {
            return start.tell();
        }
        String installed = chosen.installed().get().version();
        if (!chosen.accepts(installed)) {
            return start.tell(outOfRange(RULE, chosen, installed, "installed"));
        }
        if (chosen.isRefusedAsDowngrade(start.release())) {
            return start.tell(ForecastStep.blocks(
                    "downgrade",
                    chosen.title() + " " + installed + " is installed, but the server only has "
                            + chosen.available().orElseThrow().version() + " on disk.",
                    "extension-downgraded"));
        }
        return start.tell(ForecastStep.passes(RULE, chosen.title() + " " + installed + " is installed."));
    }

    static ForecastStep outOfRange(String rule, ChosenExtension chosen, String version, String where) {
        return ForecastStep.blocks(
                rule,
                chosen.title() + " " + version + " is " + where + ", but this release only supports "
                        + chosen.support().enforced().orElseThrow().text() + ".",
                CHECK);
    }
}
