package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Choice;
import dev.immichpg.need.VectorExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Vector extensions that Immich has no use for, and that its next start does not drop
 * (FailureMode.EXTENSION_LEFT_OVER).
 */
public final class LeftOverExtensions {

    private LeftOverExtensions() {}

    /** @throws dev.immichpg.need.Undecidable if the release is not known */
    public static List<InstalledExtension> of(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (release.choice() != Choice.BY_AVAILABILITY || chosen.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(VectorExtension.values())
                .filter(e -> !chosen.get().needs(e))
                .filter(e -> !holdsData(is, e))
                .flatMap(e -> is.installed(e.extensionName()).stream()
                        .filter(installed -> !isDropped(is, release, e, installed)))
                .toList();
    }

    /** Then it is still needed, whatever Immich will use: its library reads the vectors, or makes others of them. */
    private static boolean holdsData(Snapshot is, VectorExtension extension) {
        return is.vectorTables().stream().anyMatch(t -> t.typeExtension().equals(extension.extensionName()))
                || is.vectorIndexes().stream().anyMatch(i -> VectorIndexes.hasMethod(i, extension));
    }

    /** By Immich's next start, which looks among the available ones. */
    private static boolean isDropped(
            Snapshot is, Release release, VectorExtension extension, InstalledExtension installed) {
        return release.vectorExtensions().containsKey(extension)
                && is.available(installed.name()).isPresent()
                && is.roleMayDrop(installed);
    }
}
