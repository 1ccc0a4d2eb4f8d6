package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.IndexSearch;
import dev.immichpg.forecast.PreloadedLibrary;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.VectorExtension;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * VACUUM of a table of vectors before a rebuild of its index ({@link FailureMode#DEAD_ROWS_BREAK_A_REBUILD}), in a form that
 * works where it stands.
 *
 * <p>A plain VACUUM also reads the index, and fails where that has another format than the library in memory
 * ({@link FailureMode#VACUUM_FAILS}). So it is plain, and comes before anything is installed or restarted, only where the
 * library in memory reads the index. Else it leaves the index alone: INDEX_CLEANUP OFF clears away what a build would stumble
 * at as well, whichever library is loaded, so a plan that was interrupted anywhere can be taken up again.
 */
final class VacuumStep {

    private VacuumStep() {}

    static RemedyStep of(Snapshot is, String schema, String table) {
        boolean plain = is.vectorIndexes().stream()
                .filter(index -> index.schema().equals(schema) && index.table().equals(table))
                .allMatch(index -> isReadByTheLibraryInMemory(is, index));
        return new RemedyStep(
                plain ? Phase.CLEAR_DEAD_ROWS : Phase.REBUILD_INDEX,
                RemedySteps.ownerOf(is, schema, table),
                (plain ? "VACUUM " : "VACUUM (INDEX_CLEANUP OFF) ") + Sql.name(schema, table) + ";");
    }

    static RemedyStep of(Snapshot is, Relation table) {
        return of(is, table.schema(), table.name());
    }

    private static boolean isReadByTheLibraryInMemory(Snapshot is, VectorIndex index) {
        Optional<VectorExtension> extension = Arrays.stream(VectorExtension.values())
                .filter(e -> VectorIndexes.hasMethod(index, e))
                .filter(e -> e.preloadLibrary().isPresent())
                .findFirst();
        return extension.isEmpty()
                || PreloadedLibrary.of(is, extension.get()).orElse(false)
                        && (IndexSearch.wentWell(is, index) || isBeyondDoubt(is, extension.get(), index));
    }

    /** No update has come between the library and the index, and none waits for a restart of Postgres. */
    private static boolean isBeyondDoubt(Snapshot is, VectorExtension extension, VectorIndex index) {
        Optional<InstalledExtension> installed = is.installed(extension.extensionName());
        return installed.isPresent()
                && !VectorIndexes.wasUpdatedSince(installed.get(), index)
                && !IndexSearch.foundOldFormat(is, index)
                && (isLoaded(is, extension, installed.get())
                        || is.available(extension.extensionName())
                                .map(AvailableExtension::version)
                                .equals(Optional.of(installed.get().version())));
    }

    /** Only Postgres 18 tells which library it has loaded, and only those from VectorChord 0.5 on say their version. */
    private static boolean isLoaded(Snapshot is, VectorExtension extension, InstalledExtension installed) {
        return is.loadedModules().stream()
                .flatMap(List::stream)
                .anyMatch(m -> extension.preloadLibrary().equals(Optional.of(m.library()))
                        && m.version().equals(installed.version()));
    }
}
