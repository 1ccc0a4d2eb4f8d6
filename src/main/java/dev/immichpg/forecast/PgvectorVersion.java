package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;

/** The pgvector that VectorChord is built on. */
public final class PgvectorVersion {

    private PgvectorVersion() {}

    /**
     * The version of pgvector, installed or else available, on which VectorChord cannot be created: without its types
     * of 0.7.0 (extensions.md#pgvector, FailureMode.PGVECTOR_TOO_OLD). Empty: it can be, or there is no pgvector at
     * all.
     */
    public static Optional<String> tooOld(Snapshot is, Release release) {
        return is.installed("vector")
                .map(InstalledExtension::version)
                .or(() -> is.available("vector").map(AvailableExtension::version))
                .filter(version -> release.pgvectorForVectorChord()
                        .enforced()
                        .flatMap(range -> Version.parse(version).map(v -> !range.contains(v)))
                        .orElse(false));
    }

    /** Immich will have to create VectorChord, and nobody can before pgvector is updated. */
    public static boolean stopsCreation(Snapshot is, Release release, ChosenExtension chosen) {
        return chosen.extension() == VectorExtension.VECTORCHORD
                && chosen.installed().isEmpty()
                && tooOld(is, release).isPresent();
    }
}
