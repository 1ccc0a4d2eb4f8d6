package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@link FailureMode#INDEXES_DROPPED}: searches are slow. Since 1.133.0 Immich creates a missing index at its
 * start; older releases do not (start-up.md#rebuild).
 */
final class VectorIndexMissing {

    private static final Version OPERATORS_RENAMED = Version.of("0.2.0");

    private VectorIndexMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Map<String, String> indexes = should.release().vectorIndexes();
        if (indexes.values().stream().noneMatch(table -> is.relation(table).isPresent())) {
            return Verdict.notApplicable("The tables of these indexes are not there.");
        }
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, String> entry : indexes.entrySet()) {
            Optional<Relation> table = is.relation(entry.getValue());
            if (table.isPresent() && is.index(entry.getKey()).isEmpty()) {
                findings.add(new Finding(
                        entry.getKey(),
                        "Index " + entry.getKey() + " does not exist on table " + entry.getValue() + ".",
                        "Expected it: without it every search reads the whole table.",
                        new Remedy(Stream.concat(
                                        dimension(is, table.get()).stream(),
                                        Stream.of(remedy(is, should, entry.getKey(), table.get())))
                                .toList())));
            }
        }
        return Verdict.of(findings);
    }

    /** Immich takes 512 for a column that has none, and stops if the vectors have another (start-up.md#rebuild). */
    private static Optional<RemedyStep> dimension(Snapshot is, Relation table) {
        String name = Sql.name("public", table.name());
        return is.undimensionedTables()
                .filter(tables -> table.schema().equals("public")
                        && table.name().equals("smart_search")
                        && tables.contains(table.name()))
                .flatMap(tables -> is.vectorTables().stream()
                        .filter(t -> t.schema().equals("public") && t.name().equals(table.name()))
                        .findFirst())
                .map(column -> RemedyStep.person(
                        Phase.GRANT,
                        "As Immich's role, and before Immich starts, see how long the vectors are: SELECT "
                                + (column.holdsVectors()
                                        ? Sql.name(column.typeSchema(), "vector_dims") + "(embedding)"
                                        : "array_length(embedding, 1)")
                                + ", count(*) FROM " + name
                                + " GROUP BY 1. If that is not 512, give the column its dimension,"
                                + " here 768: ALTER TABLE " + name + " ALTER COLUMN embedding TYPE "
                                + (column.holdsVectors() ? Sql.name(column.typeSchema(), "vector") : "vector")
                                + "(768)"));
    }

    private static RemedyStep remedy(Snapshot is, Expectation should, String index, Relation table) {
        if (is.relation("public", index).isPresent()) {
            return RemedyStep.person(
                    Phase.REBUILD_INDEX,
                    "Give the table or view " + index + " another name: Immich needs this one for its index.");
        }
        if (should.release().reindex() == ReindexRule.BY_INDEX_DEFINITION) {
            return RemedySteps.RESTART_TO_REBUILD;
        }
        return ChosenExtension.of(is, should)
                .filter(c -> c.installed().isPresent())
                .map(c -> RemedySteps.owner(table.roleOwns(), create(index, table, c)))
                .orElseGet(() -> RemedyStep.person(
                        Phase.REBUILD_INDEX, "Create the index once the vector extension is installed."));
    }

    /** As Immich's own migrations of those releases make it (start-up.md#rebuild). */
    private static String create(String index, Relation table, ChosenExtension chosen) {
        String start = "CREATE INDEX " + index + " ON " + Sql.name(table.schema(), table.name());
        String schema = chosen.installed().orElseThrow().schema();
        if (chosen.extension() == VectorExtension.PGVECTOR) {
            return start + " USING hnsw (embedding " + Sql.name(schema, "vector_cosine_ops")
                    + ") WITH (ef_construction = 300, m = 16);";
        }
        boolean renamed = chosen.installedVersion()
                .map(v -> !v.isOlderThan(OPERATORS_RENAMED))
                .orElse(true);
        return start + " USING vectors (embedding " + Sql.name(schema, renamed ? "vector_cos_ops" : "cosine_ops")
                + ") WITH (options = E'[indexing.hnsw]\\nm = 16\\nef_construction = 300');";
    }
}
