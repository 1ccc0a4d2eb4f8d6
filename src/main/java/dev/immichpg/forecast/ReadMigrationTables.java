package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Read on every start, whether or not there is anything to migrate; Kysely also looks for its lock's row, and Immich for its
 * settings (database.md#system-metadata).
 */
final class ReadMigrationTables implements StartUpStep {

    /** But TypeORM's. */
    static final Set<String> TABLES =
            Set.of("kysely_migrations", "kysely_migrations_lock", "version_history", "system_metadata");

    private static final String RULE = "ownership";
    private static final String LOCK = "kysely_migrations_lock";

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<ForecastStep> blocks = denied(start).or(() -> lock(start)).or(() -> LackingAtStart.certain(start));
        if (blocks.isPresent()) {
            return start.tell(blocks);
        }
        List<ForecastStep> told =
                new ArrayList<>(UnseenFacts.ofReading(start.is(), RULE).stream().toList());
        List<TableObstacle> hidden = tables(start)
                .flatMap(table -> RowSecurity.ofReading(start.is(), table).stream())
                .toList();
        Optional<TableObstacle> certain =
                hidden.stream().filter(o -> o.effect() == Effect.BLOCKS).findFirst();
        if (certain.isPresent()) {
            return start.tell(certain.get().step("row security", "Immich reads it at each start, and stops."));
        }
        hidden.stream()
                .map(o -> o.step("row security", "Immich reads it at each start."))
                .forEach(told::add);
        lockRow(start).ifPresent(told::add);
        return start.tell(told);
    }

    private static Optional<ForecastStep> denied(StartProgress start) {
        return tables(start)
                .flatMap(name -> start.is().relation("public", name).stream())
                .filter(table -> !table.roleCanSelect())
                .map(Relation::name)
                .findFirst()
                .map(name -> ForecastStep.blocks(
                        RULE,
                        "Role " + start.role() + " is not allowed to read table " + name + ".",
                        "object-owned-by-other",
                        "start-table-refuses"));
    }

    /** Kysely makes the table of its lock again, at any start. */
    private static Optional<ForecastStep> lock(StartProgress start) {
        Snapshot is = start.is();
        return is.relation("public", "kysely_migrations").isPresent()
                        && is.relation("public", LOCK).isEmpty()
                ? PublicSchemaObstacle.of(is)
                        .map(obstacle -> ForecastStep.blocks(
                                "public schema",
                                "Table " + LOCK + " does not exist, and Immich creates it. " + obstacle.sentence(is),
                                "public-schema-not-creatable"))
                : Optional.empty();
    }

    /** It inserts it where it is missing, which no catalog tells. */
    private static Optional<ForecastStep> lockRow(StartProgress start) {
        if (tables(start).noneMatch(LOCK::equals)) {
            return Optional.empty();
        }
        String more = "That stops Immich if the row of its lock, which the agent does not read, is missing.";
        Snapshot is = start.is();
        return LackingAtStart.ofLock(start)
                .or(() -> is.unwritableTables()
                        .filter(tables -> tables.contains(LOCK))
                        .map(tables -> ForecastStep.unknown(
                                RULE,
                                "Role " + start.role() + " is not allowed to insert into table " + LOCK + ". " + more,
                                "start-table-refuses")))
                .or(() -> TableObstacle.ofInserting(is, LOCK)
                        .filter(obstacle -> obstacle.effect() == Effect.BLOCKS)
                        .map(obstacle -> obstacle.doubt("lock row", more)));
    }

    private static Stream<String> tables(StartProgress start) {
        // Of the releases without TypeORM, only the first of Kysely's migrations still looks at its table.
        Optional<String> typeOrm =
                UpgradePath.needsNewTables(start.immich()) ? Optional.empty() : Optional.of("migrations");
        return Stream.concat(
                typeOrm.stream(),
                Stream.of("kysely_migrations", LOCK, "version_history", "system_metadata")
                        .filter(name -> start.is().relation("public", name).isPresent()));
    }
}
