package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link FailureMode#PACKAGE_DOWNGRADED}: fatal since 1.112.0. Only the newer package helps. */
final class ExtensionDowngraded {

    private ExtensionDowngraded() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().installed().isEmpty()) {
            return Verdict.noVectorExtensionInstalled();
        }
        if (!release.refusesDowngrade()) {
            return Verdict.notApplicable("This release of Immich does not look for an older package.");
        }
        return chosen.get().isRefusedAsDowngrade(release) ? Verdict.problem(finding(is, chosen.get())) : Verdict.ok();
    }

    private static Finding finding(Snapshot is, ChosenExtension chosen) {
        String installed = chosen.installed().orElseThrow().version();
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedySteps.reinstall(is, chosen.installed().get()));
        if (chosen.extension().preloadLibrary().isPresent()) {
            steps.add(RemedyStep.RESTART_POSTGRES);
        }
        return new Finding(
                chosen.name(),
                chosen.title() + " " + installed + " is installed in this database, but the server only has "
                        + chosen.available().orElseThrow().version() + ".",
                "Immich does not start on an older package, and no script leads back.",
                new Remedy(steps));
    }
}
