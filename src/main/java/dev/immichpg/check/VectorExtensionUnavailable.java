package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link FailureMode#EXTENSION_NOT_AVAILABLE}. */
final class VectorExtensionUnavailable {

    private VectorExtensionUnavailable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() && should.vectorExtension().isPresent()) {
            String setting = should.vectorExtension().get().setting();
            return Verdict.problem(new Finding(
                    setting,
                    "DB_VECTOR_EXTENSION is " + setting + ", which Immich " + release.title() + " does not accept.",
                    "Expected one of "
                            + release.vectorExtensions().keySet().stream()
                                    .map(VectorExtension::setting)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    holdsDroppedExtension(is, release)
                            ? migrateFirst(is, should)
                            : Remedy.of(
                                    RemedyStep.STOP_IMMICH,
                                    RemedySteps.keep(RemedySteps.wanted(is, release)),
                                    RemedyStep.START_IMMICH)));
        }
        if (chosen.isEmpty()) {
            return Verdict.problem(new Finding(
                    names(release),
                    "None of " + names(release) + " is available on the server.",
                    "Immich needs one of them.",
                    holdsDroppedExtension(is, release)
                            ? migrateFirst(is, should)
                            : install(is, RemedySteps.wanted(is, release))));
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
                is.versionlessExtensions()
                                .filter(names -> names.contains(chosen.get().name()))
                                .isPresent()
                        ? "The control file of extension " + chosen.get().name()
                                + " names no default version. Immich chooses it by its name, and finds no version."
                        : "Extension " + chosen.get().name() + " is not available on the server.",
                "Immich needs " + chosen.get().title() + ".",
                install(is, chosen.get().extension())));
    }

    /** pgvecto.rs alone is installed, and this is Immich 3 ({@link FailureMode#EXTENSION_NOT_AVAILABLE}). */
    private static boolean holdsDroppedExtension(Snapshot is, Release release) {
        return release.vectorExtensions().containsKey(VectorExtension.VECTORCHORD)
                && !release.vectorExtensions().containsKey(VectorExtension.PGVECTO_RS)
                && is.installed("vectors").isPresent()
                && release.vectorExtensions().keySet().stream()
                        .allMatch(e -> is.installed(e.extensionName()).isEmpty());
    }

    /**
     * By a release that knows both extensions: the one that runs, or else the newest such. What stops that one in turn is
     * mended first ({@link Doctor}).
     */
    private static Remedy migrateFirst(Snapshot is, Expectation should) {
        Optional<Version> running = ReleaseDetection.lastStarted(is)
                .filter(version -> should.releases()
                        .forImmich(version)
                        .filter(VectorExtensionUnavailable::canMigrate)
                        .isPresent());
        Optional<Release> newest = should.releases().rows().stream()
                .filter(VectorExtensionUnavailable::canMigrate)
                .reduce((older, newer) -> newer);
        String steps =
                ", migrate from pgvecto.rs to VectorChord with it, and only then upgrade. Immich's documentation has"
                        + " the steps.";
        RemedyStep step = running.map(
                        version -> RemedyStep.run(version, "Stay with Immich " + version.text() + " for now" + steps))
                .or(() -> newest.map(row -> RemedyStep.run(
                        row.first(),
                        "Run a release of Immich that knows both extensions (" + row.title() + ")" + steps)))
                .orElseGet(() -> RemedyStep.person(
                        Phase.INSTALL_PACKAGES, "Restore a backup into a database with another vector extension."));
        return Remedy.of(RemedyStep.STOP_IMMICH, step);
    }

    private static boolean canMigrate(Release row) {
        return row.vectorExtensions().containsKey(VectorExtension.PGVECTO_RS)
                && row.vectorExtensions().containsKey(VectorExtension.VECTORCHORD);
    }

    private static Remedy install(Snapshot is, VectorExtension extension) {
        List<RemedyStep> steps = new ArrayList<>(packages(is, extension));
        if (extension.preloadLibrary().isPresent()) {
            boolean preloaded = PreloadedLibrary.of(is, extension).orElse(false);
            if (!preloaded) {
                steps.add(RemedySteps.preload(is, extension));
            }
            steps.add(RemedyStep.RESTART_POSTGRES);
        }
        if (is.installed(extension.extensionName()).isEmpty()) {
            steps.add(RemedySteps.create(extension.extensionName()));
        }
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Remedy(steps);
    }

    /** In the versions that this database has, if it has them: as extension-files-missing says it. */
    private static List<RemedyStep> packages(Snapshot is, VectorExtension extension) {
        List<VectorExtension> gone = Stream.concat(
                        Stream.of(extension),
                        extension
                                .beneath()
                                .filter(e -> is.available(e.extensionName()).isEmpty())
                                .stream())
                .toList();
        List<InstalledExtension> again = gone.stream()
                .flatMap(e -> is.installed(e.extensionName()).stream())
                .toList();
        if (again.size() == gone.size()) {
            return again.stream().map(e -> RemedySteps.reinstall(is, e)).toList();
        }
        return List.of(RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                (gone.size() > 1
                                ? "Install the packages of VectorChord and pgvector"
                                : "Install the package of " + extension.title())
                        + " for Postgres " + is.server().major() + "."));
    }

    private static String names(Release release) {
        return release.preference().stream().map(VectorExtension::extensionName).collect(Collectors.joining(", "));
    }
}
