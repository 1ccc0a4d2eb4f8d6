package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Immich's first migrations create the other extensions that its schema needs; later nobody looks for them
 * (database.md#required-extensions).
 */
final class CreateRequiredExtensions implements StartUpStep {

    private static final String RULE = "required extensions";
    private static final String CHECK = "extension-missing";

    @Override
    public StepOutcome take(StartProgress start) {
        List<ForecastStep> told = new ArrayList<>();
        Snapshot after = start.is();
        for (String name : start.release().requires()) {
            Optional<MissingExtension> missing = MissingExtension.of(after, name);
            if (missing.isEmpty()) {
                continue;
            }
            String seen = missing.get().sentence(after);
            Optional<PendingMigrations> pending = start.pending().filter(known -> start.migrates());
            if (pending.isPresent()) {
                // Only the very first one makes extensions, and that has run.
                ForecastStep step = pending.get().withoutExtension(start, name, RULE, seen, CHECK);
                told.add(step);
                if (step.effect() == ForecastStep.Effect.BLOCKS) {
                    return new StepOutcome(told, after);
                }
            } else if (!start.migrates()) {
                told.add(ForecastStep.warns(RULE, seen + " Only migrations would create it.", CHECK));
            } else if (missing.get().stopsCreation()) {
                told.add(ForecastStep.blocks(RULE, seen, CHECK));
                return new StepOutcome(told, after);
            } else {
                told.add(ForecastStep.changes(RULE, "It creates extension " + name + "."));
                after = Changes.created(after, after.available(name).orElseThrow());
            }
        }
        return new StepOutcome(told, after);
    }
}
