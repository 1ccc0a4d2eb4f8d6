package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Release;
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
    static Optional<RebuildObstacle> ofColumn(Snapshot is, ChosenExtension chosen, String index, Relation table) {
        return owner(is, table)
                .or(() -> DependentObstacle.of(is, index, table))
                .or(() -> misplaced(is, chosen))
                .or(() -> MemberObstacle.ofConversion(is, chosen, table))
                .or(() -> MemberMissing.ofConversion(is, chosen.extension(), table))
                .or(() -> unconverted(is, chosen, table));
    }

    /** Empty: as far as the catalogs tell, the index can be made on such a column. */
    static Optional<RebuildObstacle> ofIndex(Snapshot is, ChosenExtension chosen, Relation table) {
        return VectorSchemas.obstacle(is, chosen)
                .map(obstacle ->
                        new RebuildObstacle("Immich cannot rebuild it. " + obstacle.sentence(is), obstacle.check()))
                .or(() -> MemberMissing.ofIndex(is, chosen.extension()))
                .or(() -> ofNewIndex(is, table));
    }

    /** What would stop the rebuild of both that ends an update; the first one. */
    static Optional<RebuildObstacle> afterUpdate(Snapshot is, Release release, ChosenExtension chosen) {
        return release.vectorIndexes().entrySet().stream()
                .flatMap(entry -> is.relation(entry.getValue()).stream()
                        .flatMap(table -> ofColumn(is, chosen, entry.getKey(), table)
                                // For a moment Immich has schema vectors on its search_path, whatever is set.
                                .or(() -> chosen.extension() == VectorExtension.PGVECTO_RS
                                        ? ofNewIndex(is, table)
                                        : ofIndex(is, chosen, table))
                                .stream()))
                .findFirst();
    }

    private static Optional<RebuildObstacle> ofNewIndex(Snapshot is, Relation table) {
        return is.schema(table.schema())
                .filter(schema -> !schema.roleCanCreate())
                .map(schema -> new RebuildObstacle(
                        "Immich cannot create it: role " + is.effectiveRoleName() + " has no CREATE on schema "
                                + schema.name() + ".",
                        "public-schema-not-creatable"))
                .or(() -> DefaultTablespace.obstacle(is)
                        .map(seen -> new RebuildObstacle("Immich cannot create it. " + seen, DefaultTablespace.CHECK)));
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
