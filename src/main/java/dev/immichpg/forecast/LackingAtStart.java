package dev.immichpg.forecast;

import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.KyselyTables;
import dev.immichpg.ledger.SchemaState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What every start reads, whether or not there is anything to migrate, and is not there: Kysely its list and the row of its lock,
 * Immich its settings and the version that started last (database.md#version-history, database.md#migrations). Which other
 * tables a start reads nobody has tried.
 */
final class LackingAtStart {

    private static final Set<String> READ = Set.of(
            "kysely_migrations.name",
            "kysely_migrations.timestamp",
            "kysely_migrations_lock.id",
            "version_history.createdAt",
            "version_history.version",
            "system_metadata.key",
            "system_metadata.value");

    private static final Set<String> TABLES_READ = Set.of("version_history", "system_metadata");

    private LackingAtStart() {}

    /** What stops the start for certain. */
    static Optional<ForecastStep> certain(StartProgress start) {
        return start.schema().differences().stream()
                .filter(d -> d.what() == What.MISSING)
                .filter(d -> d.kind() == ObjectKind.COLUMN && READ.contains(d.table() + "." + d.name())
                        || d.kind() == ObjectKind.TABLE
                                && TABLES_READ.contains(d.name())
                                && !isElsewhere(start, d.name()))
                .findFirst()
                .map(d -> ForecastStep.blocks(
                        "structure",
                        (d.kind() == ObjectKind.TABLE ? "Table " + d.name() : "Column " + d.name() + " of " + d.table())
                                + " is missing. Immich reads it at each start.",
                        d.kind() == ObjectKind.TABLE ? "schema-table-missing" : "schema-column-missing"));
    }

    /** Kysely inserts the row of its lock where it is not there, which no catalog tells. */
    static Optional<ForecastStep> ofLock(StartProgress start) {
        return start.schema().differences().stream()
                .filter(d -> d.what() == What.MISSING
                        && d.kind() == ObjectKind.COLUMN
                        && d.table().equals(KyselyTables.LOCK)
                        && d.name().equals("is_locked"))
                .findFirst()
                .map(d -> ForecastStep.unknown(
                        "structure",
                        "Column is_locked of kysely_migrations_lock is missing. Immich stops if the row of its lock, which"
                                + " the agent does not read, is missing too.",
                        "schema-column-missing"));
    }

    /** A sentence, if a start without any migration is not known to do without a table. */
    static Optional<String> table(StartProgress start, SchemaState schema) {
        Collection<String> ofVectors = start.should()
                .knownRelease()
                .map(release -> release.vectorIndexes().values())
                .orElse(List.of());
        return schema.differences().stream()
                .filter(d -> d.is(ObjectKind.TABLE, What.MISSING))
                .map(Difference::name)
                .filter(name -> !ofVectors.contains(name) && !isElsewhere(start, name))
                .findFirst()
                .map(name -> "Table " + name + " is missing. Whether Immich starts without it is not known.");
    }

    /** Of what stands in another schema other steps tell. */
    private static boolean isElsewhere(StartProgress start, String table) {
        return ImmichNamesElsewhere.bySchema(start.found()).values().stream().anyMatch(names -> names.contains(table));
    }
}
