package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/** The database as it is after what Immich's start does to it. */
final class Changes {

    /** Transactions since the row was written: this start has written it. */
    private static final long JUST_NOW = 0;

    private Changes() {}

    /** CREATE EXTENSION … CASCADE by Immich's role. */
    static Snapshot created(Snapshot is, AvailableExtension extension) {
        String role = is.effectiveRoleName();
        String schema = VectorData.schemaOfNew(extension);
        Snapshot beneath = VectorExtension.named(extension.name())
                .flatMap(VectorExtension::beneath)
                .filter(needed -> is.installed(needed.extensionName()).isEmpty())
                .flatMap(needed -> is.available(needed.extensionName()))
                .map(needed -> created(is, needed))
                .orElse(is);
        return beneath.withSchema(schema)
                .withInstalled(
                        new InstalledExtension(extension.name(), extension.version(), schema, role, true, JUST_NOW));
    }

    /** ALTER EXTENSION … UPDATE, to the available version. */
    static Snapshot updated(Snapshot is, ChosenExtension chosen) {
        InstalledExtension before = chosen.installed().orElseThrow();
        return is.withInstalled(new InstalledExtension(
                before.name(),
                chosen.available().orElseThrow().version(),
                before.schema(),
                before.owner(),
                before.roleOwns(),
                JUST_NOW));
    }

    static Snapshot dropped(Snapshot is, String extension) {
        return is.withoutInstalled(extension);
    }

    /** Both search indexes, as far as the role can rebuild them. */
    static Snapshot rebuilt(StartProgress start) {
        Snapshot after = start.is();
        for (var entry : start.release().vectorIndexes().entrySet()) {
            Optional<Relation> table = after.relation(entry.getValue()).filter(Relation::roleOwns);
            if (table.isPresent()) {
                after = rebuilt(after, start.chosen().extension(), entry.getKey(), table.get());
            }
        }
        return after;
    }

    /** Built again by the present library, with as many lists as Immich wants for so many rows. */
    static Snapshot rebuilt(Snapshot is, VectorExtension extension, String index, Relation table) {
        return is.withBuilt(new VectorIndex(
                table.schema(),
                index,
                table.name(),
                extension.accessMethod(),
                "lists = [" + VectorIndexes.targetLists(table.estimatedRows()) + "]",
                true,
                true,
                JUST_NOW));
    }
}
