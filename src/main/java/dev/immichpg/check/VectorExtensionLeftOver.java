package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.LeftOverExtensions;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#EXTENSION_LEFT_OVER}: since 1.133.0 every start drops the vector extensions that Immich does not
 * use (start-up.md#steps), if it is allowed to and if it knows them: 3.0.0 does not know pgvecto.rs.
 */
final class VectorExtensionLeftOver {

    private VectorExtensionLeftOver() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        if (release.choice() != Choice.BY_AVAILABILITY) {
            return Verdict.notApplicable("This release of Immich drops no extensions.");
        }
        if (ChosenExtension.of(is, should).isEmpty()) {
            return Verdict.noVectorExtensionAvailable();
        }
        return Verdict.of(LeftOverExtensions.of(is, should).stream()
                .map(extension -> finding(is, release, extension))
                .toList());
    }

    private static Finding finding(Snapshot is, Release release, InstalledExtension installed) {
        VectorExtension extension = VectorExtension.named(installed.name()).orElseThrow();
        String why = !release.vectorExtensions().containsKey(extension)
                ? "This release of Immich does not know it, and leaves it there."
                : is.roleMayDrop(installed)
                        ? "Immich does not see it, since its package is gone from the server."
                        : "Immich tries to drop it at every start, but role " + is.effectiveRoleName()
                                + " is not allowed to.";
        return new Finding(
                installed.name(),
                "Extension " + installed.name() + " " + installed.version()
                        + " is installed, and nothing of Immich uses it. " + why,
                "Expected it to be dropped by a superuser: an upgrade of Postgres, or of its packages, can fail because of it.",
                remedy(is, extension, installed));
    }

    /** Without CASCADE, so that whatever does use it stops this; and before its library goes, on which Postgres would stop. */
    private static Remedy remedy(Snapshot is, VectorExtension extension, InstalledExtension installed) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.superuser(Phase.CLEAR_AWAY, "DROP EXTENSION " + Sql.name(installed.name()) + ";"));
        if (extension == VectorExtension.PGVECTO_RS && installed.schema().equals("vectors")) {
            steps.add(RemedyStep.superuser(Phase.CLEAR_AWAY, "DROP SCHEMA vectors;"));
        }
        Optional<Boolean> preloaded = extension.preloadLibrary().flatMap(library -> PreloadedLibrary.of(is, extension));
        if (preloaded.orElse(false)) {
            steps.add(RemedyStep.person(
                    Phase.CLEAR_AWAY,
                    "If no other database of this server uses " + extension.title() + ", take "
                            + extension.preloadLibrary().orElseThrow()
                            + " out of shared_preload_libraries, restart Postgres at a time of your choice, and only then"
                            + " remove the package."));
        }
        return new Remedy(steps);
    }
}
