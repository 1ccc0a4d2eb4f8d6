package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each upgrade inserts its migrations into kysely_migrations, and, since 1.117.0, its version into version_history, whose
 * default calls uuid_generate_v4.
 */
final class RecordVersion implements StartUpStep {

    private static final String RULE = "version history";
    private static final String MIGRATIONS = "kysely_migrations";
    private static final String VERSIONS = "version_history";
    private static final Version SINCE = Version.of("1.117.0");

    @Override
    public StepOutcome take(StartProgress start) {
        Snapshot is = start.is();
        if (start.immich().release().isOlderThan(SINCE)) {
            return start.tell();
        }
        if (!start.migrates()) {
            return start.tell(unlessItRanHere(start));
        }
        if (is.unwritableTables().isEmpty()) {
            return start.tell(UnseenFacts.ofWriting(is, RULE));
        }
        List<ForecastStep> told = new ArrayList<>();
        for (String table : written(start)) {
            Optional<ForecastStep> step = denied(start, table)
                    .or(() -> TableObstacle.ofInserting(is, table)
                            .map(obstacle -> obstacle.step(RULE, "Immich inserts into it when it is upgraded.")));
            step.ifPresent(told::add);
            if (step.filter(s -> s.effect() == Effect.BLOCKS).isPresent()) {
                return start.tell(told);
            }
        }
        MemberObstacle.ofFunction(is, "uuid-ossp", "uuid_generate_v4")
                .map(seen -> ForecastStep.blocks(
                        RULE, seen + " Immich calls it when it writes its version down.", MemberObstacle.CHECK))
                .ifPresent(told::add);
        return start.tell(told);
    }

    /** Who does not know which release has started here last, does not know either whether this one is written down. */
    private static Optional<ForecastStep> unlessItRanHere(StartProgress start) {
        return ReleaseDetection.lastStarted(start.found()).isPresent()
                ? Optional.empty()
                : TableObstacle.ofInserting(start.is(), VERSIONS)
                        .filter(obstacle -> obstacle.effect() == Effect.BLOCKS)
                        .map(obstacle -> obstacle.doubt(
                                RULE, "Immich inserts into it unless the same release has started here last."));
    }

    /** Not every upgrade has migrations. */
    private static List<String> written(StartProgress start) {
        boolean migrations =
                start.pending().map(pending -> !pending.names().isEmpty()).orElse(true);
        return migrations ? List.of(MIGRATIONS, VERSIONS) : List.of(VERSIONS);
    }

    private static Optional<ForecastStep> denied(StartProgress start, String table) {
        return start.is()
                .unwritableTables()
                .filter(tables -> tables.contains(table))
                .map(tables -> ForecastStep.blocks(
                        RULE,
                        "Role " + start.role() + " is not allowed to insert into table " + table
                                + ", which each upgrade does.",
                        "object-owned-by-other",
                        "start-table-refuses"));
    }
}
