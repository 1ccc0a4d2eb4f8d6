package dev.immichpg.forecast;

import java.util.Optional;

/** Immich brings its schema to that of the release (start-up.md#steps, step 14). */
final class RunMigrations implements StartUpStep {

    @Override
    public Taken take(Start start) {
        return start.tell(
                start.migrates()
                        ? Optional.of(Step.changes("migrations", "Immich runs its migrations."))
                        : Optional.empty());
    }
}
