package dev.immichpg.forecast;

import java.util.Optional;
import java.util.Set;

/**
 * What row level security hides, Immich takes for absent: it starts with an empty library. What its migrations then do with the rows
 * that they do not see nobody has tried.
 */
final class ReadRows implements StartUpStep {

    private static final String RULE = "row security";

    @Override
    public StepOutcome take(StartProgress start) {
        Set<String> immichs = start.should().releases().ledger().tableNames();
        Optional<TableObstacle> hidden = RowSecurity.tables(start.is()).stream()
                .filter(immichs::contains)
                .filter(table -> !ReadMigrationTables.TABLES.contains(table))
                .flatMap(table ->
                        RowSecurity.ofReading(start.is(), table)
                                .or(() -> RowSecurity.ofInserting(start.is(), table))
                                .stream())
                .findFirst();
        return start.tell(hidden.map(obstacle -> start.migrates() || RowSecurity.isError(start.is())
                ? ForecastStep.unknown(
                        RULE, obstacle.sentence() + " What Immich does then is not known.", RowSecurity.CHECK)
                : ForecastStep.warns(
                        RULE, obstacle.sentence() + " Immich starts, as if they were not there.", RowSecurity.CHECK)));
    }
}
