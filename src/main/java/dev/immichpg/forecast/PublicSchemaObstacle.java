package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Schema;
import java.util.Optional;

/** What Immich's role cannot do in schema public (FailureMode.PUBLIC_NOT_CREATABLE). */
public enum PublicSchemaObstacle {
    ABSENT,
    /** It finds nothing there, so Immich does not start. */
    UNUSABLE,
    /** It creates nothing there, which Immich's migrations do. */
    NOT_CREATABLE;

    /** The worst that there is. */
    public static Optional<PublicSchemaObstacle> of(Snapshot is) {
        Optional<Schema> schema = is.schema("public");
        if (schema.isEmpty()) {
            return Optional.of(ABSENT);
        }
        if (!schema.get().roleHasUsage()) {
            return Optional.of(UNUSABLE);
        }
        return schema.get().roleCanCreate() ? Optional.empty() : Optional.of(NOT_CREATABLE);
    }

    /** What was seen. */
    public String sentence(Snapshot is) {
        return this == ABSENT
                ? "Schema public does not exist."
                : "Role " + is.effectiveRoleName() + " has no " + (this == UNUSABLE ? "USAGE" : "CREATE")
                        + " on schema public, which "
                        + is.schema("public").orElseThrow().owner() + " owns.";
    }
}
