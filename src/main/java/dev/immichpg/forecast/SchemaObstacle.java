package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Schema;
import java.util.Optional;

/**
 * Why Immich's role does not find by its bare name what is in a schema.
 *
 * @param usable it has USAGE; the schema is just not on its search_path
 */
public record SchemaObstacle(String schema, boolean usable) {

    /** Empty: it finds it, or its search_path is hidden. */
    public static Optional<SchemaObstacle> of(Snapshot is, String schema) {
        boolean usable = hasUsage(is, schema);
        return usable && isOnPath(is, schema) ? Optional.empty() : Optional.of(new SchemaObstacle(schema, usable));
    }

    static boolean hasUsage(Snapshot is, String schema) {
        return is.schema(schema).map(Schema::roleHasUsage).orElse(false);
    }

    private static boolean isOnPath(Snapshot is, String schema) {
        return EffectiveSearchPath.of(is)
                .map(effective -> effective.path().contains(schema, is.effectiveRoleName()))
                .orElse(true);
    }

    /** The check that tells of it. */
    String check() {
        return usable ? "search-path-unusable" : "schema-usage-missing";
    }

    /** What was seen. */
    public String sentence(Snapshot is) {
        return (usable
                        ? "The search_path of role " + is.role().name() + " lacks schema " + schema
                        : "Role " + is.effectiveRoleName() + " has no USAGE on schema " + schema)
                + ", so nothing in it is found.";
    }
}
