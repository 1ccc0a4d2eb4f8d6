package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.UpgradePath;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#UPGRADE_PATH}: Immich has dropped its oldest migrations, and refuses a database that still needs
 * them.
 */
final class UpgradePathUnsupported {

    private static final Version FIRST_STAGE = Version.of("1.107.2");
    private static final Version SECOND_STAGE = Version.of("1.136.0");

    private UpgradePathUnsupported() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not made its tables yet.");
        }
        Version immich = should.version();
        return UpgradePath.obstacle(is, ReleaseDetection.lastStarted(is), immich)
                .map(obstacle -> Verdict.problem(finding(is, obstacle, immich)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, String obstacle, Version immich) {
        return new Finding(
                "Immich " + immich.text(),
                obstacle,
                "Expected one of those to have run: Immich " + immich.text()
                        + " does not start (Invalid upgrade path).",
                new Remedy(steps(is, immich)));
    }

    private static List<RemedyStep> steps(Snapshot is, Version immich) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        if (ReleaseDetection.lastStarted(is)
                .map(last -> last.isOlderThan(FIRST_STAGE))
                .orElse(false)) {
            steps.add(run(FIRST_STAGE));
        } else if (ReleaseDetection.lastStarted(is).isEmpty()) {
            steps.add(RemedyStep.person(
                    Phase.RUN_OTHER_RELEASE,
                    "If an Immich older than " + FIRST_STAGE.text() + " ran here last, first run Immich "
                            + FIRST_STAGE.text() + " until it has started."));
        }
        steps.add(run(SECOND_STAGE));
        steps.add(RemedyStep.person(
                Phase.RUN_OTHER_RELEASE,
                "Ask this agent again before you start Immich " + immich.text() + ": the database has changed."));
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }

    private static RemedyStep run(Version release) {
        return RemedyStep.run(release, "Run Immich " + release.text() + " until it has started, and stop it again.");
    }
}
