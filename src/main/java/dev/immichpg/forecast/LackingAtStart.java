package dev.immichpg.forecast;

import dev.immichpg.catalog.Structure;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
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

    private LackingAtStart() {}

    /** A sentence, if the start stops for certain. */
    static Optional<String> column(SchemaState schema) {
        return schema.differences().stream()
                .filter(d -> d.is(ObjectKind.COLUMN, What.MISSING) && READ.contains(d.table() + "." + d.name()))
                .findFirst()
                .map(d -> "Column " + d.name() + " of " + d.table() + " is missing. Immich reads it at each start.");
    }

    /**
     * A sentence, if nobody knows.
     *
     * @param of what the release has that starts
     */
    static Optional<String> table(StartProgress start, SchemaState schema, Structure of) {
        Collection<String> others = start.should()
                .knownRelease()
                .map(release -> release.vectorIndexes().values())
                .orElse(List.of());
        return schema.differences().stream()
                .filter(d -> d.is(ObjectKind.TABLE, What.MISSING))
                .map(Difference::name)
                .filter(name -> of.table(name).isPresent() && !others.contains(name))
                // Of what stands in another schema other steps tell.
                .filter(name -> ImmichNamesElsewhere.bySchema(start.found()).values().stream()
                        .noneMatch(names -> names.contains(name)))
                .findFirst()
                .map(name -> "Table " + name + " is missing. Whether Immich starts without it is not known.");
    }
}
