package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@link FailureMode#EXTENSION_SWITCHES}: since 1.133.0 a package that appears on the server, or goes, changes which
 * extension Immich uses (immich-and-postgres.md#chosen-by-availability). What the other one lacks so that Immich starts
 * on it, the checks of that tell.
 */
final class VectorExtensionAboutToSwitch {

    private VectorExtensionAboutToSwitch() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        if (release.choice() != Choice.BY_AVAILABILITY) {
            return Verdict.notApplicable("This release of Immich does not choose by what the server has.");
        }
        if (should.vectorExtension().isPresent()) {
            return Verdict.notApplicable("DB_VECTOR_EXTENSION says which extension Immich uses.");
        }
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty()) {
            return Verdict.noVectorExtensionAvailable();
        }
        if (VectorData.heldBy(is).isEmpty()) {
            return Verdict.notApplicable("There are no vectors yet.");
        }
        return VectorData.moves(is, should, chosen.get())
                ? Verdict.problem(finding(is, release, chosen.get()))
                : Verdict.ok();
    }

    private static Finding finding(Snapshot is, Release release, ChosenExtension chosen) {
        VectorExtension used = VectorData.heldBy(is).iterator().next();
        boolean lost = is.available(used.extensionName()).isEmpty();
        String why = lost
                ? ", whose package is gone from the server. The server still has "
                : release.preference().contains(used)
                        ? ". The server also has "
                        : ", which this release does not know any more. The server has ";
        return new Finding(
                chosen.name(),
                "Immich's vectors are in " + used.title() + why + chosen.title() + " "
                        + chosen.available().orElseThrow().version() + ", and Immich takes that at its next start.",
                "Expected it to stay with " + used.title() + ", or to move at a time of your choice: that locks both"
                        + " tables and can take long.",
                lost
                        ? is.installed(used.extensionName())
                                .map(installed -> Remedy.of(RemedySteps.reinstall(is, installed)))
                                .orElseGet(() -> prepare(is, release, used, chosen))
                        : prepare(is, release, used, chosen));
    }

    private static Remedy prepare(Snapshot is, Release release, VectorExtension used, ChosenExtension chosen) {
        List<RemedyStep> steps = new ArrayList<>();
        if (chosen.extension() == VectorExtension.PGVECTO_RS
                && release.vectorExtensions().containsKey(used)) {
            // Immich is about to drop it: nobody should move there.
            return Remedy.of(RemedySteps.keep(used), RemedyStep.RESTART_IMMICH);
        }
        if (release.vectorExtensions().containsKey(used)) {
            // First of all steps, since it makes the others needless.
            steps.add(RemedyStep.person(
                    Phase.STOP_IMMICH,
                    "If you want to keep " + used.title() + ", set DB_VECTOR_EXTENSION=" + used.setting()
                            + " for Immich and for this agent, and do nothing else for " + chosen.title() + "."));
        }
        if (chosen.extension().preloadLibrary().isPresent()
                && !PreloadedLibrary.of(is, chosen.extension()).orElse(false)) {
            steps.addAll(RemedySteps.preloadAndRestart(is, Set.of(chosen.extension())));
        }
        if (chosen.installed().isEmpty()
                && !chosen.available().filter(is::roleMayCreate).isPresent()) {
            steps.addAll(
                    chosen.extension() == VectorExtension.VECTORCHORD
                            ? RemedySteps.createVectorChord(is, release)
                            : List.of(RemedySteps.create(chosen.name())));
        }
        steps.add(RemedyStep.person(
                Phase.START_IMMICH,
                "Restart Immich at a time of your choice. It then moves all vectors to " + chosen.title()
                        + ", which locks both tables and can take long. Do not interrupt it."));
        return new Remedy(steps);
    }
}
