package dev.immichpg.forecast;

import java.util.ArrayList;
import java.util.List;
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
        if (lost.isPresent() || !start.migrates()) {
            return start.tell(lost);
        }
        List<ForecastStep> told = new ArrayList<>(UnseenFacts.ofChanges(start.is(), RULE));
        DdlTriggers.doubt(DdlTriggers.of(start.is()), "Immich's migrations change the schema")
                .ifPresent(told::add);
        told.add(ForecastStep.changes(
                RULE, PendingMigrations.of(start, start.schema()).sentence()));
        return start.tell(told);
    }
}
