package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import java.util.List;
import java.util.Optional;

/**
 * The index that Immich takes for its own: it looks for the name, in whatever schema, and goes by the first that Postgres
 * answers (start-up.md#rebuild, FailureMode.OBJECTS_TWICE).
 */
public final class FoundIndex {

    private FoundIndex() {}

    /** Where nobody has asked Postgres: one in public before one elsewhere. */
    public static Optional<VectorIndex> of(Snapshot is, String name) {
        return is.firstFound().stream()
                .flatMap(List::stream)
                .filter(found -> found.index().equals(name))
                .flatMap(found -> is.vectorIndexes().stream()
                        .filter(i -> i.name().equals(name) && i.schema().equals(found.schema())))
                .findFirst()
                .or(() -> is.index(name));
    }

    /** It is in another schema than public. */
    public static Optional<VectorIndex> elsewhere(Snapshot is, String name) {
        return of(is, name).filter(index -> !index.schema().equals("public"));
    }

    /** There is one of this name, but none where the name alone leads to. */
    static boolean isBeyondPath(Snapshot is, String name) {
        List<String> schemas = is.vectorIndexes().stream()
                .filter(i -> i.name().equals(name))
                .map(VectorIndex::schema)
                .toList();
        return !schemas.isEmpty()
                && schemas.stream()
                        .noneMatch(schema -> schema.equals("public")
                                || SchemaObstacle.of(is, schema).isEmpty());
    }

    /** Immich looks for the name of the method in the definition, which then stands in quotes (start-up.md#rebuild); a sentence. */
    static Optional<String> unrecognised(Snapshot is, String name) {
        return EffectiveSetting.of(is, "quote_all_identifiers")
                .filter(setting -> setting.bool().orElse(false))
                .map(setting ->
                        "Setting quote_all_identifiers is on, so that Immich does not recognise the definition of index "
                                + name + ".");
    }

    /** @param reason why Immich would rebuild it: a sentence */
    static String reason(Snapshot is, String name, String reason) {
        return elsewhere(is, name)
                .map(index -> "Immich finds the index of schema " + index.schema() + " first. " + reason
                        + " So it is at every start.")
                .orElse(reason);
    }
}
