package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * Why Immich cannot rebuild a vector index, which also converts the column to the type of the extension in use
 * (start-up.md#rebuild).
 *
 * @param sentence what was seen
 * @param check the id of the check that tells of it
 */
record RebuildObstacle(String sentence, String check) {

    /** The first in the order in which it would show; empty: as far as the catalogs tell, the column can be converted. */
    static Optional<RebuildObstacle> ofColumn(Snapshot is, ChosenExtension chosen, Relation table) {
        return owner(is, table).or(() -> misplaced(is, chosen)).or(() -> unconverted(is, chosen, table));
    }

    /** Empty: as far as the catalogs tell, the index can be made on such a column. */
    static Optional<RebuildObstacle> ofIndex(Snapshot is, ChosenExtension chosen) {
        return VectorSchemas.obstacle(is, chosen)
                .map(obstacle ->
                        new RebuildObstacle("Immich cannot rebuild it. " + obstacle.sentence(is), obstacle.check()));
    }

    /** @param reason why Immich would rebuild it: a sentence */
    ForecastStep step(String rule, String reason) {
        return ForecastStep.blocks(rule, reason + " " + sentence, check);
    }

    private static Optional<RebuildObstacle> owner(Snapshot is, Relation table) {
        return table.roleOwns()
                ? Optional.empty()
                : Optional.of(new RebuildObstacle(
                        "Immich would rebuild it, but role " + is.effectiveRoleName() + " does not own table "
                                + table.name() + ".",
                        "object-owned-by-other"));
    }

    private static Optional<RebuildObstacle> misplaced(Snapshot is, ChosenExtension chosen) {
        return VectorData.misplacedPgvectoRs(is)
                .filter(e -> chosen.extension() == VectorExtension.PGVECTO_RS)
                .map(e -> new RebuildObstacle(
                        "Immich cannot rebuild it: pgvecto.rs is in schema " + e.schema()
                                + ", and Immich names vectors.vector.",
                        "extension-in-other-schema"));
    }

    /** It first makes an array of the vectors, which calls the library that their type is of. */
    private static Optional<RebuildObstacle> unconverted(Snapshot is, ChosenExtension chosen, Relation table) {
        return VectorData.left(is, table, chosen.extension())
                .flatMap(left -> VectorData.whyUnusable(is, left)
                        .map(why -> new RebuildObstacle(
                                "Immich cannot convert the vectors of " + table.name() + ", which are of extension "
                                        + left.name() + ". " + why,
                                "vector-column-left-over")));
    }

    /** What has to be preloaded for the vectors to be converted, as a step; empty: nothing. */
    static Optional<ForecastStep> library(Snapshot is, ChosenExtension chosen, Relation table) {
        return VectorData.left(is, table, chosen.extension())
                .map(InstalledExtension::name)
                .flatMap(VectorExtension::named)
                .flatMap(left -> UseLibrary.of(is, left, "vector-column-left-over"));
    }
}
