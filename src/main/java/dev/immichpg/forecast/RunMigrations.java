package dev.immichpg.forecast;

import java.util.Optional;

/** Immich brings its schema to that of the release (start-up.md#steps, step 14). */
final class RunMigrations implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(
                start.migrates()
                        ? Optional.of(ForecastStep.changes("migrations", "Immich runs its migrations."))
                        : Optional.empty());
    }
}
