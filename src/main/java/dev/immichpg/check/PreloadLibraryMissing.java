package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link FailureMode#NOT_PRELOADED} and {@link FailureMode#PRELOAD_OVERRIDDEN}. */
final class PreloadLibraryMissing {

    private PreloadLibraryMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty()) {
            return Verdict.noVectorExtensionAvailable();
        }
        VectorExtension extension = chosen.get().extension();
        if (extension.preloadLibrary().isEmpty()) {
            return Verdict.notApplicable(extension.title() + " needs no preloading.");
        }
        String library = extension.preloadLibrary().get();
        boolean preloaded = PreloadedLibrary.of(is, extension)
                .orElseThrow(() -> HiddenFacts.preload(
                        is, ", and no setting of " + library + " is visible, so it is probably not loaded"));
        return preloaded ? Verdict.ok() : Verdict.problem(finding(is, chosen.get(), library));
    }

    private static Finding finding(Snapshot is, ChosenExtension chosen, String library) {
        Preload preload = is.preload().orElseThrow();
        String observed = "shared_preload_libraries is " + Sql.text(preload.setting()) + place(preload)
                + (preload.waitsForRestart() ? " Another value waits for a restart." : "");
        return new Finding(
                library,
                observed,
                "Expected " + library + " in it: nothing of " + chosen.title() + " works otherwise.",
                remedy(is, chosen));
    }

    /** Which of the places that can set it has won. */
    private static String place(Preload preload) {
        if (preload.fromCommandLine()) {
            return ", set on the command line of Postgres, which overrules every configuration file.";
        }
        if (preload.fromAlterSystem()) {
            return ", set by ALTER SYSTEM in " + preload.sourceFile() + ", which overrules postgresql.conf.";
        }
        if (!preload.sourceFile().isEmpty()) {
            return ", set in " + preload.sourceFile() + ".";
        }
        return preload.source().equals("default")
                ? ", since nothing sets it."
                : ", set by the " + preload.source() + ".";
    }

    private static Remedy remedy(Snapshot is, ChosenExtension chosen) {
        List<RemedyStep> steps = new ArrayList<>(RemedySteps.preloadAndRestart(is, Set.of(chosen.extension())));
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Remedy(steps);
    }
}
