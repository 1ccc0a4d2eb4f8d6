package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Immich's migrations create their tables and functions in schema public. */
final class CreateInPublic implements StartUpStep {

    private static final String RULE = "public schema";

    @Override
    public StepOutcome take(StartProgress start) {
        Snapshot is = start.is();
        List<ForecastStep> told = new ArrayList<>();
        CreationSchema.beforePublic(is).map(first -> elsewhere(start, first)).ifPresent(told::add);
        PublicSchemaObstacle.of(is)
                .map(obstacle -> start.atNextMigration(RULE, obstacle.sentence(is), "public-schema-not-creatable"))
                .ifPresent(told::add);
        DefaultTablespace.obstacle(is)
                .map(seen -> start.atNextMigration("tablespace", seen, DefaultTablespace.CHECK))
                .ifPresent(told::add);
        if (!start.found().hasImmichTables()) {
            MemberObstacle.ofType(is, start.chosen().extension())
                    .map(seen -> ForecastStep.blocks(RULE, seen, MemberObstacle.CHECK))
                    .ifPresent(told::add);
        }
        // Immich stops at the first one.
        return start.tell(start.migrates() ? firstBlock(told) : told);
    }

    private static ForecastStep elsewhere(StartProgress start, CreationSchema first) {
        String check = "schema-before-public";
        boolean stops = !start.found().hasImmichTables() || start.migrates() && !first.creatable();
        return stops
                ? ForecastStep.blocks(RULE, first.sentence(start.is()), check)
                : ForecastStep.warns(RULE, first.sentence(start.is()), check);
    }

    private static List<ForecastStep> firstBlock(List<ForecastStep> told) {
        return told.stream()
                .filter(step -> step.effect() == ForecastStep.Effect.BLOCKS)
                .findFirst()
                .map(List::of)
                .orElse(told);
    }
}
