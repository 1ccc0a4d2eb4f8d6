package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tables and vector indexes with Immich's names in other schemas than public (FailureMode.OBJECTS_IN_USERS_SCHEMA,
 * FailureMode.OBJECTS_TWICE).
 */
public final class ImmichNamesElsewhere {

    /** Other programs, too, keep tables of these names; elsewhere they are Immich's only beside others of Immich's. */
    private static final Set<String> COMMON_NAMES = Set.of("migrations", "version_history");

    private ImmichNamesElsewhere() {}

    public static Map<String, List<String>> bySchema(Snapshot is) {
        Map<String, List<String>> bySchema = new TreeMap<>();
        Stream.concat(
                        is.relations().stream().filter(r -> !r.ofExtension()).map(r -> List.of(r.schema(), r.name())),
                        is.vectorIndexes().stream().map(i -> List.of(i.schema(), i.name())))
                .filter(object -> !object.get(0).equals("public"))
                .forEach(object -> bySchema.computeIfAbsent(object.get(0), schema -> new ArrayList<>())
                        .add(object.get(1)));
        bySchema.values().removeIf(COMMON_NAMES::containsAll);
        return bySchema;
    }

    /**
     * They belong into public, and their schema, which is called like Immich's role, is not needed without them: it would go
     * on attracting what is made without a schema.
     */
    public static boolean moveWithSchema(Snapshot is, String schema) {
        List<String> objects = bySchema(is).getOrDefault(schema, List.of());
        return schema.equals(is.effectiveRoleName())
                && !objects.isEmpty()
                && objects.stream().noneMatch(name -> isInPublic(is, name));
    }

    public static boolean isInPublic(Snapshot is, String name) {
        return is.relation("public", name).isPresent()
                || is.vectorIndexes().stream()
                        .filter(i -> i.schema().equals("public"))
                        .map(VectorIndex::name)
                        .anyMatch(name::equals);
    }
}
