package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.DroppedIndexes;
import dev.immichpg.forecast.UpdateObstacle;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * catalogs.md#update-paths: a newer package without scripts from the installed version; ALTER EXTENSION … UPDATE fails
 * for anyone.
 */
final class UpdatePathMissing {

    private UpdatePathMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().installed().isEmpty()) {
            return Verdict.noVectorExtensionInstalled();
        }
        if (!release.update().isRequired()) {
            return Verdict.notApplicable("This release of Immich starts even if it could not update the extension.");
        }
        boolean due = chosen.get().updateIsTried(release);
        return due && !UpdateObstacle.hasScript(is, chosen.get())
                ? Verdict.problem(finding(is, release, chosen.get()))
                : Verdict.ok();
    }

    private static Finding finding(Snapshot is, Release release, ChosenExtension chosen) {
        String installed = chosen.installed().orElseThrow().version();
        String available = chosen.available().orElseThrow().version();
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedySteps.reinstallOrWithScripts(chosen.installed().get()));
        if (chosen.extension().preloadLibrary().isPresent()) {
            steps.add(RemedyStep.RESTART_POSTGRES);
        }
        return new Finding(
                chosen.name(),
                chosen.title() + " " + installed + " is installed and " + available
                        + " is available, but no script on the server leads from the one to the other.",
                "Immich tries the update at its next start and exits when it fails."
                        + DroppedIndexes.sentence(is, release),
                new Remedy(steps));
    }
}
