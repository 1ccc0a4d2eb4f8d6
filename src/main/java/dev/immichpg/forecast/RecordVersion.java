package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Version;

/**
 * Each upgrade inserts its migrations into kysely_migrations, and, since 1.117.0, its version into version_history, whose
 * default calls uuid_generate_v4.
 */
final class RecordVersion implements StartUpStep {

    private static final String RULE = "version history";
    private static final Version SINCE = Version.of("1.117.0");

    @Override
    public StepOutcome take(StartProgress start) {
        Snapshot is = start.is();
        if (!start.migrates() || start.immich().release().isOlderThan(SINCE)) {
            return start.tell();
        }
        if (is.unwritableTables().isEmpty()) {
            return start.tell(UnseenFacts.ofWriting(is, RULE));
        }
        return start.tell(is.unwritableTables().get().stream()
                .findFirst()
                .map(table -> ForecastStep.blocks(
                        RULE,
                        "Role " + start.role() + " is not allowed to insert into table " + table
                                + ", which each upgrade does.",
                        "object-owned-by-other"))
                .or(() -> MemberObstacle.ofFunction(is, "uuid-ossp", "uuid_generate_v4")
                        .map(seen -> ForecastStep.blocks(
                                RULE,
                                seen + " Immich calls it when it writes its version down.",
                                MemberObstacle.CHECK))));
    }
}
