package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PgvectorVersion;
import dev.immichpg.forecast.UpdateObstacle;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#PGVECTOR_DRIFT}, {@link FailureMode#LIBRARY_AND_SQL_DIFFER} and
 * {@link FailureMode#EARTHDISTANCE_IN_OTHER_SCHEMA}: a package was updated and ALTER EXTENSION … UPDATE was not run.
 * If that stops Immich's next start, a more severe check reports it, and this one does not.
 */
final class ExtensionUpdatePending {

    private ExtensionUpdatePending() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = chosen(is, should);
        List<Finding> findings = new ArrayList<>();
        for (InstalledExtension installed : is.installedExtensions()) {
            Optional<AvailableExtension> available = is.available(installed.name());
            boolean isChosen = chosen.isPresent() && chosen.get().name().equals(installed.name());
            if (available.isPresent()
                    && !available.get().version().equals(installed.version())
                    && !(isChosen && isGraver(is, should, chosen.get()))
                    && !(installed.name().equals("vector") && isBeneath(is, should, chosen))) {
                findings.add(untestedUnderVectorChord(should, chosen, installed, available.get())
                        .orElseGet(
                                () -> finding(is, should, installed, available.get(), chosen.filter(c -> isChosen))));
            }
        }
        return Verdict.of(findings);
    }

    /** Drift is drift also where Immich's release is not known. */
    private static Optional<ChosenExtension> chosen(Snapshot is, Expectation should) {
        try {
            return ChosenExtension.of(is, should);
        } catch (Undecidable e) {
            return Optional.empty();
        }
    }

    private static boolean isGraver(Snapshot is, Expectation should, ChosenExtension chosen) {
        return chosen.isRefusedAsAvailable(should.release())
                || chosen.isRefusedAsDowngrade(should.release())
                || UpdateObstacle.ofDue(is, should, chosen)
                        .filter(obstacle -> obstacle != UpdateObstacle.REBUILD_STOPS)
                        .isPresent();
    }

    /** It is pgvector, and too old for VectorChord to be created on it. */
    private static boolean isBeneath(Snapshot is, Expectation should, Optional<ChosenExtension> chosen) {
        return chosen.isPresent() && PgvectorVersion.stopsCreation(is, should.release(), chosen.get());
    }

    /**
     * Of pgvector under VectorChord Immich only documents a range ({@link FailureMode#PGVECTOR_DRIFT}): to beyond it no
     * update is advised.
     */
    private static Optional<Finding> untestedUnderVectorChord(
            Expectation should,
            Optional<ChosenExtension> chosen,
            InstalledExtension installed,
            AvailableExtension available) {
        boolean under = installed.name().equals(VectorExtension.PGVECTOR.extensionName())
                && chosen.filter(c -> c.extension() == VectorExtension.VECTORCHORD)
                        .isPresent();
        return under
                ? should.release()
                        .pgvectorForVectorChord()
                        .documented()
                        .filter(range -> !range.contains(available.version()))
                        .map(range -> new Finding(
                                installed.name(),
                                observed(installed, available),
                                "Immich's documentation lists " + range.text() + " as known to work.",
                                Remedy.of(RemedyStep.person(
                                        Phase.INSTALL_PACKAGES,
                                        "Install a version of pgvector within " + range.text() + "."))))
                : Optional.empty();
    }

    private static String observed(InstalledExtension installed, AvailableExtension available) {
        return "Extension " + installed.name() + " " + installed.version()
                + " is installed, and its package on the server provides " + available.version() + ".";
    }

    private static Finding finding(
            Snapshot is,
            Expectation should,
            InstalledExtension installed,
            AvailableExtension available,
            Optional<ChosenExtension> chosen) {
        String name = installed.name();
        String observed = observed(installed, available);
        String expected = "Expected the installed version to be that of the package.";
        // Where nobody has looked for a path, ALTER EXTENSION itself says whether there is one.
        if (!is.hasUpdatePath(name).orElse(true)) {
            return new Finding(
                    name,
                    observed + " No script leads from the one to the other.",
                    expected,
                    Remedy.of(RemedySteps.reinstallOrWithScripts(installed)));
        }
        return new Finding(name, observed, expected, update(is, should, installed, available, chosen));
    }

    /** An update cannot be undone, so one to a version that Immich refuses, or may refuse, is never advised. */
    private static Remedy update(
            Snapshot is,
            Expectation should,
            InstalledExtension installed,
            AvailableExtension available,
            Optional<ChosenExtension> chosen) {
        Optional<Release> release = should.knownRelease();
        Optional<VectorExtension> vectors = VectorExtension.named(installed.name())
                .filter(e -> e.preloadLibrary().isPresent());
        if (vectors.isPresent() && release.isEmpty()) {
            return Remedy.of(RemedyStep.person(
                    Phase.CONFIGURE,
                    "First make sure that Immich accepts " + vectors.get().title() + " " + available.version()
                            + ": no script leads back. If immich-version is set, this agent can tell."));
        }
        Optional<VersionRange> refused =
                chosen.flatMap(c -> c.support().enforced()).filter(range -> !range.contains(available.version()));
        if (refused.isPresent()) {
            return Remedy.of(RemedyStep.person(
                    Phase.INSTALL_PACKAGES,
                    "Install the package of " + chosen.get().title() + " " + installed.version()
                            + " again. This release of Immich only accepts "
                            + refused.get().text() + "."));
        }
        boolean inUse = chosen.isPresent()
                || vectors.isPresent()
                        && is.vectorIndexes().stream().anyMatch(i -> VectorIndexes.hasMethod(i, vectors.get()));
        return vectors.filter(e -> inUse)
                .map(e -> RemedySteps.updateRemedy(
                        is,
                        new ChosenExtension(
                                e, SupportedVersions.any(), Optional.of(installed), Optional.of(available))))
                .orElseGet(() -> Remedy.of(RemedySteps.alterUpdate(installed.name())));
    }
}
