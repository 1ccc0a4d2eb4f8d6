package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What depends on a column of vectors. A rebuild changes the type of the column and back, which Postgres refuses where
 * something stands in the way (FailureMode.OTHER_INDEX_ON_VECTORS, FailureMode.REBUILD_OBSTRUCTED).
 */
public final class DependentObstacle {

    /** Immich's own, while the CLIP model changes. */
    private static final String OF_IMMICH = "dim_size_constraint";

    private DependentObstacle() {}

    /** The first that certainly stops it. */
    static Optional<RebuildObstacle> of(Snapshot is, String index, Relation table) {
        return beside(is, index, table.name())
                .filter(d -> d.survives().equals(Optional.of(false)))
                .findFirst()
                .map(d -> new RebuildObstacle(
                        "Immich cannot rebuild it: " + sentence(d) + " Postgres then refuses to change the type of the"
                                + " column.",
                        check(is, d)));
    }

    /** Those of which nobody can tell whether they stop it. */
    static List<VectorDependent> doubtful(Snapshot is, String index, String table) {
        return beside(is, index, table).filter(d -> d.survives().isEmpty()).toList();
    }

    /** All that do or may stop it, but Immich's own index. */
    public static Stream<VectorDependent> beside(Snapshot is, String index, String table) {
        return is.vectorDependents().stream()
                .flatMap(List::stream)
                .filter(d -> d.table().equals(table))
                .filter(d -> !(d.kind() == Kind.INDEX && d.name().equals(index)))
                .filter(d -> !d.name().equals(OF_IMMICH))
                .filter(d -> !d.survives().equals(Optional.of(true)));
    }

    /** Left over from REINDEX CONCURRENTLY, of which another check tells. */
    public static boolean isLeftover(Snapshot is, VectorDependent dependent) {
        return dependent.kind() == Kind.INDEX
                && is.leftoverIndexes().stream()
                        .anyMatch(l -> l.schema().equals(dependent.onSchema())
                                && l.name().equals(dependent.name()));
    }

    static String check(Snapshot is, VectorDependent dependent) {
        if (isLeftover(is, dependent)) {
            return "vector-index-invalid";
        }
        return dependent.kind() == Kind.INDEX ? "other-index-on-vectors" : "vector-column-in-use";
    }

    /** What was seen. */
    public static String sentence(VectorDependent dependent) {
        String name = dependent.name();
        String column = "column embedding of " + dependent.table();
        return switch (dependent.kind()) {
            case INDEX -> "Index " + name + " is on " + column + ", too.";
            case VIEW -> "View or rule " + name + " reads " + column + ".";
            case TRIGGER -> "Trigger " + name + " names " + column + ".";
            case POLICY -> "Row security policy " + name + " reads " + column + ".";
            case GENERATED_COLUMN -> "Column " + name + " is generated from " + column + ".";
            case FUNCTION -> "Function " + name + " is bound to " + column + ".";
            case PUBLICATION -> "Publication " + name + " filters by " + column + ".";
            case CONSTRAINT -> "Constraint " + name + " checks " + column + ".";
        };
    }
}
