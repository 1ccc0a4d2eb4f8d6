package dev.immichpg.forecast;

import java.util.Optional;

/** Immich brings its schema to that of the release (start-up.md#steps, step 14). */
final class RunMigrations implements StartUpStep {

    private static final String RULE = "migrations";

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<ForecastStep> lost = LostMigrations.of(start.found(), start.immich(), start.last())
                .map(seen -> ForecastStep.blocks(
                        RULE,
                        seen + " Immich creates its tables again, and stops at the first that exists.",
                        "migrations-lost"));
        return start.tell(lost.or(() -> start.migrates()
                ? Optional.of(ForecastStep.changes(RULE, "Immich runs its migrations."))
                : Optional.empty()));
    }
}
