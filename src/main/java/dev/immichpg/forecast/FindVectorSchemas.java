package dev.immichpg.forecast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Type and operators of the vectors, and what the migrations name of other extensions, must be found without naming their
 * schema (FailureMode.SEARCH_PATH_QUOTED, FailureMode.VECTORS_SCHEMA_UNUSABLE and FailureMode.EXTENSION_NOT_ON_PATH).
 */
final class FindVectorSchemas implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        // What this start itself has created, it also puts on the search_path (start-up.md#pgvecto-rs).
        Optional<ChosenExtension> found = ChosenExtension.of(start.found(), start.should());
        boolean migrates = start.migrates();
        Optional<PendingMigrations> pending = migrates ? start.pending() : Optional.empty();
        List<ForecastStep> obstacles = Stream.concat(
                        found.stream().flatMap(chosen -> VectorSchemas.of(start.found(), chosen).stream()),
                        VectorSchemas.ofMigrations(
                                start.found(), start.release(), name -> !migrates || needs(start, pending, name))
                                .stream())
                .distinct()
                .flatMap(schema -> SchemaObstacle.of(start.is(), schema).stream())
                .map(obstacle -> start.atNextMigration(
                        obstacle.usable() ? "search_path" : "vector schema",
                        obstacle.sentence(start.is()),
                        obstacle.check()))
                .toList();
        // Immich stops at the first one.
        return start.tell(migrates ? obstacles.stream().limit(1).toList() : obstacles);
    }

    /** Where it is known which migrations run: one of them does. */
    private static boolean needs(StartProgress start, Optional<PendingMigrations> pending, String extension) {
        return pending.map(p -> start.should()
                        .releases()
                        .ledger()
                        .firstThatNeeds(extension, p.from(), p.to())
                        .isPresent())
                .orElse(true);
    }
}
