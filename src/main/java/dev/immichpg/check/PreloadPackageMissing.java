package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@link FailureMode#PRELOAD_WITHOUT_PACKAGE}: the package is gone and its library is still preloaded. Nothing happens
 * until Postgres restarts, and then Postgres itself does not start. No catalog shows the library's file, but a package
 * installs and removes it together with the control file.
 */
final class PreloadPackageMissing {

    private PreloadPackageMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<Finding> findings = new ArrayList<>();
        boolean hidden = false;
        for (VectorExtension extension : PreloadedLibrary.withoutPackage(is).toList()) {
            Optional<Boolean> preloaded = PreloadedLibrary.of(is, extension);
            hidden |= preloaded.isEmpty();
            if (preloaded.orElse(false)) {
                findings.add(finding(is, should, extension));
            }
        }
        if (findings.isEmpty() && hidden) {
            HiddenFacts.preload(is);
        }
        return Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, Expectation should, VectorExtension extension) {
        String library = extension.preloadLibrary().orElseThrow();
        return new Finding(
                library,
                "Library " + library + " is preloaded, and the server has no control file of extension "
                        + extension.extensionName() + ": the package of " + extension.title() + " is gone.",
                "Expected the package of every library that shared_preload_libraries names: without the file Postgres itself"
                        + " does not start again.",
                remedy(is, should, extension));
    }

    private static Remedy remedy(Snapshot is, Expectation should, VectorExtension extension) {
        Optional<InstalledExtension> installed = is.installed(extension.extensionName());
        if (installed.isPresent()) {
            return Remedy.of(RemedySteps.reinstall(is, installed.get()));
        }
        if (is.preload().isEmpty()) {
            return Remedy.of(
                    RemedyStep.person(
                            Phase.CONFIGURE,
                            "Take " + extension.preloadLibrary().orElseThrow() + " out of shared_preload_libraries."),
                    RemedyStep.RESTART_POSTGRES);
        }
        if (is.preload().get().waitsForRestart()) {
            return Remedy.of(
                    RemedySteps.LOOK_AT_PRELOAD,
                    RemedyStep.person(
                            Phase.CONFIGURE,
                            "Make sure that it does not name "
                                    + extension.preloadLibrary().orElseThrow() + "."),
                    RemedyStep.RESTART_POSTGRES);
        }
        return Remedy.of(RemedySteps.preload(is, inUse(is, should)), RemedyStep.RESTART_POSTGRES);
    }

    /** Where it is known: the same list as preload-library-missing asks for, so that neither undoes the other. */
    private static Set<VectorExtension> inUse(Snapshot is, Expectation should) {
        try {
            Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
            if (chosen.isEmpty()) {
                return Set.of(RemedySteps.wanted(is, should.release()));
            }
            return is.available(chosen.get().name()).isPresent()
                    ? Set.of(chosen.get().extension())
                    : Set.of();
        } catch (Undecidable e) {
            return Set.of();
        }
    }
}
