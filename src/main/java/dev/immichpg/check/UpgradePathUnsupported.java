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

    /** Accepts pgvecto.rs 0.3, from which nothing leads back to the 0.2 that the first stage wants. */
    private static final Version FIRST_STAGE_OTHERWISE = Version.of("1.118.2");

    private static final Version SECOND_STAGE = Version.of("1.136.0");

    /** Knows no VectorChord, so that it goes on with pgvecto.rs or pgvector whatever the server has of VectorChord. */
    private static final Version SECOND_STAGE_OTHERWISE = Version.of("1.132.3");

    private UpgradePathUnsupported() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not made its tables yet.");
        }
        Version immich = should.version();
        return UpgradePath.obstacle(is, ReleaseDetection.lastStarted(is), immich)
                .map(obstacle -> Verdict.problem(finding(is, should, obstacle)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, Expectation should, String obstacle) {
        Version immich = should.version();
        return new Finding(
                "Immich " + immich.text(),
                obstacle,
                "Expected one of those to have run: Immich " + immich.text()
                        + " does not start (Invalid upgrade path).",
                new Remedy(steps(is, should)));
    }

    private static List<RemedyStep> steps(Snapshot is, Expectation should) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        if (ReleaseDetection.lastStarted(is)
                .map(last -> last.isOlderThan(FIRST_STAGE))
                .orElse(false)) {
            steps.add(run(stage(is, should, FIRST_STAGE, FIRST_STAGE_OTHERWISE)));
        } else if (ReleaseDetection.lastStarted(is).isEmpty()) {
            steps.add(RemedyStep.person(
                    Phase.RUN_OTHER_RELEASE,
                    "If an Immich older than " + FIRST_STAGE.text() + " ran here last, first run Immich "
                            + FIRST_STAGE.text() + " until it has started."));
        }
        steps.add(run(stage(is, should, SECOND_STAGE, SECOND_STAGE_OTHERWISE)));
        steps.add(RemedyStep.askAgain(should.version()));
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }

    /** The other one only where it starts on this database as it is, and the first one would not. */
    private static Version stage(Snapshot is, Expectation should, Version first, Version otherwise) {
        return !ReachableRelease.starts(is, should, first) && ReachableRelease.starts(is, should, otherwise)
                ? otherwise
                : first;
    }

    private static RemedyStep run(Version release) {
        return RemedyStep.run(release, "Run Immich " + release.text() + " until it has started, and stop it again.");
    }
}
