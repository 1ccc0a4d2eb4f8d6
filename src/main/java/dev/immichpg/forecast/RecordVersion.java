package dev.immichpg.forecast;

import dev.immichpg.need.Version;

/** Since 1.117.0: a release that is new here writes itself into version_history, whose default calls uuid_generate_v4. */
final class RecordVersion implements StartUpStep {

    private static final Version SINCE = Version.of("1.117.0");

    @Override
    public StepOutcome take(StartProgress start) {
        if (!start.migrates() || start.immich().release().isOlderThan(SINCE)) {
            return start.tell();
        }
        return start.tell(MemberObstacle.ofFunction(start.is(), "uuid-ossp", "uuid_generate_v4")
                .map(seen -> ForecastStep.blocks(
                        "version history",
                        seen + " Immich calls it when it writes its version down.",
                        MemberObstacle.CHECK)));
    }
}
