package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * #41 of ref §9: since 1.133.0 every start drops the vector extensions that Immich does not use (ref §1.3), if it may and
 * if it knows them: 3.0.0 does not know pgvecto.rs.
 */
final class VectorExtensionLeftOver {

    private VectorExtensionLeftOver() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        if (release.choice() != Choice.BY_AVAILABILITY) {
            return Verdict.notApplicable("This release of Immich drops no extensions.");
        }
        if (Chosen.of(is, should).isEmpty()) {
            return Verdict.notApplicable("No vector extension that Immich could use is available.");
        }
        return Verdict.of(of(is, should).stream()
                .map(extension -> finding(is, release, extension))
                .toList());
    }

    /** Throws Undecidable if the release is not known. */
    static List<InstalledExtension> of(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<Chosen> chosen = Chosen.of(is, should);
        if (release.choice() != Choice.BY_AVAILABILITY || chosen.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(VectorExtension.values())
                .filter(e -> e != chosen.get().extension() && !isBeneath(e, chosen.get()))
                .filter(e -> !holdsData(is, e))
                .flatMap(e -> is.installed(e.extensionName()).stream()
                        .filter(installed -> !isDropped(is, release, e, installed)))
                .toList();
    }

    private static boolean isBeneath(VectorExtension extension, Chosen chosen) {
        return extension == VectorExtension.PGVECTOR && chosen.extension() == VectorExtension.VECTORCHORD;
    }

    /** Then it is still needed, whatever Immich will use: its library reads the vectors, or makes others of them. */
    private static boolean holdsData(Snapshot is, VectorExtension extension) {
        return is.vectorTables().stream().anyMatch(t -> t.typeExtension().equals(extension.extensionName()))
                || is.vectorIndexes().stream().anyMatch(i -> VectorIndexes.hasMethod(i, extension));
    }

    /** By Immich's next start, which looks among the available ones. */
    private static boolean isDropped(
            Snapshot is, Release release, VectorExtension extension, InstalledExtension installed) {
        return knows(release, extension) && is.available(installed.name()).isPresent() && mayDrop(is, installed);
    }

    private static boolean knows(Release release, VectorExtension extension) {
        return release.vectorExtensions().containsKey(extension);
    }

    private static boolean mayDrop(Snapshot is, InstalledExtension installed) {
        return is.role().superuser() || installed.roleOwns();
    }

    private static Finding finding(Snapshot is, Release release, InstalledExtension installed) {
        VectorExtension extension = VectorExtension.named(installed.name()).orElseThrow();
        String why = !knows(release, extension)
                ? "This release of Immich does not know it, and leaves it there."
                : mayDrop(is, installed)
                        ? "Immich does not see it, since its package is gone from the server."
                        : "Immich tries to drop it at every start, and role "
                                + is.role().name() + " may not.";
        return new Finding(
                installed.name(),
                "Extension " + installed.name() + " " + installed.version()
                        + " is installed, and nothing of Immich uses it. " + why,
                "Expected it to be dropped by a superuser: an upgrade of Postgres, or of its packages, may stop at it.",
                remedy(is, extension, installed));
    }

    /** Without CASCADE, so that whatever does use it stops this; and before its library goes, on which Postgres would stop. */
    private static Remedy remedy(Snapshot is, VectorExtension extension, InstalledExtension installed) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.superuser(Phase.CLEAR_AWAY, "DROP EXTENSION " + Sql.name(installed.name()) + ";"));
        if (extension == VectorExtension.PGVECTO_RS && installed.schema().equals("vectors")) {
            steps.add(Step.superuser(Phase.CLEAR_AWAY, "DROP SCHEMA vectors;"));
        }
        Optional<Boolean> preloaded = extension.preloadLibrary().flatMap(library -> PreloadedLibrary.of(is, extension));
        if (preloaded.orElse(false)) {
            steps.add(Step.person(
                    Phase.CLEAR_AWAY,
                    "If no other database of this server uses " + extension.title() + ", take "
                            + extension.preloadLibrary().orElseThrow()
                            + " out of shared_preload_libraries, restart Postgres at a time of your choice, and only then"
                            + " remove the package."));
        }
        return new Remedy(steps);
    }
}
