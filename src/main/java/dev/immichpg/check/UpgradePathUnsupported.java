package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.UpgradePath;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Version;

/**
 * {@link FailureMode#UPGRADE_PATH}: Immich has dropped its oldest migrations, and refuses a database that still needs
 * them.
 */
final class UpgradePathUnsupported {

    private UpgradePathUnsupported() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not made its tables yet.");
        }
        Version immich = should.version();
        return UpgradePath.obstacle(is, ReleaseDetection.lastStarted(is), immich)
                .map(obstacle -> Verdict.problem(finding(obstacle, immich)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(String obstacle, Version immich) {
        return new Finding(
                "Immich " + immich.text(),
                obstacle,
                "Expected one of those to have run: Immich " + immich.text()
                        + " does not start (Invalid upgrade path).",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.INSTALL_PACKAGES,
                                "Run Immich 1.136.0 until it has started; coming from a release before 1.107.2, run 1.107.2"
                                        + " before that. Only then run Immich " + immich.text() + "."),
                        RemedyStep.START_IMMICH));
    }
}
