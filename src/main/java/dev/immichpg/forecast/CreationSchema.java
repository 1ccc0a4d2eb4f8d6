package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Schema;
import java.util.Optional;

/**
 * Where Immich's new tables would go, since it names no schema: into the first schema of its search_path that exists and that
 * its role may use, whatever it may create there (catalogs.md#creation-schema; FailureMode.SCHEMA_BEFORE_PUBLIC).
 *
 * @param creatable the role may create in it
 */
public record CreationSchema(String schema, boolean creatable) {

    private static final String TEMPORARY = "pg_temp";
    private static final String CATALOG = "pg_catalog";

    /** Empty: it is public, or the search_path is hidden, or nothing on it exists. */
    public static Optional<CreationSchema> beforePublic(Snapshot is) {
        return EffectiveSearchPath.of(is)
                .flatMap(effective -> effective.path().names().stream()
                        .map(name -> name.equals("$user") ? is.effectiveRoleName() : name)
                        .flatMap(name -> at(is, name).stream())
                        .findFirst())
                .filter(first -> !first.schema().equals("public"));
    }

    private static Optional<CreationSchema> at(Snapshot is, String name) {
        return name.equals(TEMPORARY)
                ? Optional.of(new CreationSchema(TEMPORARY, true))
                : is.schema(name)
                        .filter(Schema::roleHasUsage)
                        .map(s -> new CreationSchema(name, s.roleCanCreate() && !name.equals(CATALOG)));
    }

    /** What was seen. */
    public String sentence(Snapshot is) {
        return "Schema " + schema + " comes before public in the search_path of role "
                + is.role().name()
                + (creatable
                        ? ", so Immich makes its new tables there."
                        : ", so Immich would make its new tables there, which role " + is.effectiveRoleName()
                                + " is not allowed to.");
    }
}
