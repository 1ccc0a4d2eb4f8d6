package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.MissingMember;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Immich's migrations name functions, types and operator classes of the extensions that its schema needs (database.md#required-extensions). */
final class FindMembers implements StartUpStep {

    private static final String RULE = "required extensions";

    @Override
    public StepOutcome take(StartProgress start) {
        Snapshot is = start.is();
        Optional<PendingMigrations> pending = start.pending().filter(known -> start.migrates());
        List<ForecastStep> told = new ArrayList<>();
        for (String extension : start.release().requires()) {
            for (MissingMember member : MemberMissing.of(is, extension)) {
                String seen = MemberMissing.sentence(member);
                ForecastStep step = pending.isPresent()
                        ? pending.get().withoutExtension(start, extension, RULE, seen, MemberMissing.CHECK)
                        : start.atNextMigration(RULE, seen, MemberMissing.CHECK);
                if (step.effect() == Effect.BLOCKS) {
                    return start.tell(step);
                }
                told.add(step);
            }
        }
        return start.tell(told);
    }
}
