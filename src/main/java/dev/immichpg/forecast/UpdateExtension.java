package dev.immichpg.forecast;

import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Release.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since 1.112.0: ALTER EXTENSION … UPDATE where the server has a newer version, and Immich stops where that fails.
 * Since 1.135.1 it has dropped both vector indexes by then (start-up.md#steps, step 9; start-up.md#update).
 */
final class UpdateExtension implements StartUpStep {

    static final String RULE = "update";

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() == AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        if (!chosen.isBehind()) {
            return start.tell();
        }
        // Dropping or rebuilding an index, like the update itself, needs the library.
        List<ForecastStep> told = new ArrayList<>(
                UseLibrary.of(start.is(), chosen.extension()).stream().toList());
        if (told.stream().anyMatch(step -> step.effect() == Effect.BLOCKS)) {
            return start.tell(told);
        }
        List<String> dropped = droppedBefore(start);
        Optional<ForecastStep> undroppable = undroppable(start, dropped);
        if (undroppable.isPresent()) {
            told.add(undroppable.get());
            return start.tell(told);
        }
        Optional<UpdateObstacle> obstacle = UpdateObstacle.of(start.is(), start.release(), chosen);
        if (obstacle.isPresent()) {
            told.addAll(fails(start, dropped, obstacle.get()));
            return start.tell(told);
        }
        StepOutcome updated = SuccessfulUpdate.of(start);
        told.addAll(updated.steps());
        return new StepOutcome(told, updated.after());
    }

    /** Outside of the transaction in which it updates. */
    private static List<String> droppedBefore(StartProgress start) {
        return start.release().update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES
                ? start.release().vectorIndexes().keySet().stream()
                        .filter(name -> start.is().index(name).isPresent())
                        .toList()
                : List.of();
    }

    private static Optional<ForecastStep> undroppable(StartProgress start, List<String> dropped) {
        List<String> foreign = dropped.stream()
                .filter(index -> !VectorIndexes.roleOwnsTableOf(start.is(), index))
                .toList();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(ForecastStep.blocks(
                        RULE,
                        "To update " + start.chosen().title() + ", Immich would drop " + String.join(" and ", foreign)
                                + ", but role " + start.role() + " does not own "
                                + (foreign.size() == 1 ? "its table." : "their tables."),
                        "object-owned-by-other"));
    }

    private static List<ForecastStep> fails(StartProgress start, List<String> dropped, UpdateObstacle obstacle) {
        ChosenExtension chosen = start.chosen();
        ForecastStep update = ForecastStep.blocks(RULE, obstacle.sentence(start.is(), chosen), check(start, obstacle));
        return dropped.isEmpty()
                ? List.of(update)
                : List.of(
                        ForecastStep.changes(
                                RULE,
                                "It drops " + String.join(" and ", dropped) + ", to update " + chosen.title() + " from "
                                        + chosen.installed().orElseThrow().version() + " to "
                                        + chosen.available().orElseThrow().version() + "."),
                        update);
    }

    private static String check(StartProgress start, UpdateObstacle obstacle) {
        return switch (obstacle) {
            case NO_SCRIPT -> "update-path-missing";
            case DENIED, INDEX_ABSENT -> "extension-update-blocked";
            case TYPE_NOT_FOUND ->
                VectorSchemas.obstacle(start.is(), start.chosen()).orElseThrow().check();
        };
    }
}
