package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import java.util.Optional;
import java.util.stream.Stream;

/** Read on every start, whether or not there is anything to migrate; Kysely also looks for its lock's row. */
final class ReadMigrationTables implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(tables(start)
                .flatMap(name -> start.is().relation("public", name).stream())
                .filter(table -> !table.roleCanSelect())
                .map(Relation::name)
                .findFirst()
                .map(name -> ForecastStep.blocks(
                        "ownership",
                        "Role " + start.role() + " is not allowed to read table " + name + ".",
                        "object-owned-by-other"))
                .or(() -> lock(start))
                .or(() -> LackingAtStart.certain(start)));
    }

    /** Kysely makes the table of its lock again, at any start. */
    private static Optional<ForecastStep> lock(StartProgress start) {
        Snapshot is = start.is();
        return is.relation("public", "kysely_migrations").isPresent()
                        && is.relation("public", "kysely_migrations_lock").isEmpty()
                ? PublicSchemaObstacle.of(is)
                        .map(obstacle -> ForecastStep.blocks(
                                "public schema",
                                "Table kysely_migrations_lock does not exist, and Immich creates it. "
                                        + obstacle.sentence(is),
                                "public-schema-not-creatable"))
                : Optional.empty();
    }

    private static Stream<String> tables(StartProgress start) {
        // Of the releases without TypeORM, only the first of Kysely's migrations still looks at its table.
        Optional<String> typeOrm =
                UpgradePath.needsNewTables(start.immich()) ? Optional.empty() : Optional.of("migrations");
        return Stream.concat(
                typeOrm.stream(), Stream.of("kysely_migrations", "kysely_migrations_lock", "version_history"));
    }
}
