package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.stream.Collectors;

/** #7 of ref §9. */
final class VectorExtensionUnavailable {

    private VectorExtensionUnavailable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<Chosen> chosen = Chosen.of(is, should);
        if (chosen.isEmpty() && should.vectorExtension().isPresent()) {
            String setting = should.vectorExtension().get().setting();
            return Verdict.problem(new Finding(
                    setting,
                    "DB_VECTOR_EXTENSION is " + setting + ", which Immich " + release.title() + " does not accept.",
                    "Expected one of " + names(release) + ".",
                    Remedy.of(
                            Step.STOP_IMMICH,
                            Step.configuration("DB_VECTOR_EXTENSION="
                                    + release.preference().get(0).setting()),
                            Step.START_IMMICH)));
        }
        if (chosen.isEmpty()) {
            return Verdict.problem(new Finding(
                    names(release),
                    "None of " + names(release) + " is available on the server.",
                    "Immich needs one of them.",
                    install(is, release.preference().get(0))));
        }
        if (chosen.get().available().isPresent()) {
            return Verdict.ok();
        }
        if (chosen.get().installed().isPresent() && release.available() != AvailableRule.ENFORCED) {
            // Before 1.112.0 Immich does not look: extension-files-missing tells what else is wrong with it.
            return Verdict.notApplicable("This release of Immich does not look for the available version.");
        }
        return Verdict.problem(new Finding(
                chosen.get().name(),
                "Extension " + chosen.get().name() + " is not available on the server.",
                "Immich needs " + chosen.get().title() + ".",
                install(is, chosen.get().extension())));
    }

    private static Remedy install(Snapshot is, VectorExtension extension) {
        Step packages = Step.person(
                Phase.INSTALL_PACKAGES,
                "Install the package of " + extension.title() + " for Postgres "
                        + is.server().major() + ".");
        return extension.preloadLibrary().isPresent()
                ? Remedy.of(packages, Procedure.preload(is, extension), Step.RESTART_POSTGRES, Step.RESTART_IMMICH)
                : Remedy.of(packages, Step.RESTART_IMMICH);
    }

    private static String names(Release release) {
        return release.preference().stream().map(VectorExtension::extensionName).collect(Collectors.joining(", "));
    }
}
