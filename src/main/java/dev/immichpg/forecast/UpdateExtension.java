package dev.immichpg.forecast;

import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since 1.112.0: ALTER EXTENSION … UPDATE where the server has a newer version, and Immich stops where that fails.
 * Since 1.135.1 it has dropped both vector indexes by then (start-up.md#steps, step 9; start-up.md#update).
 */
final class UpdateExtension implements StartUpStep {

    static final String RULE = "update";
    private static final String LIBRARY = "loaded-library-outdated";

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
        Optional<ForecastStep> readOnly =
                ReadOnlySessions.stop(start.is(), "Immich would have to update " + chosen.title() + " first.");
        if (readOnly.isPresent()) {
            told.add(readOnly.get());
            return start.tell(told);
        }
        List<String> dropped = DroppedIndexes.of(start.is(), start.release());
        Optional<ForecastStep> undroppable = undroppable(start, dropped);
        if (undroppable.isPresent()) {
            told.add(undroppable.get());
            return start.tell(told);
        }
        Optional<UpdateObstacle> obstacle = UpdateObstacle.of(start.is(), start.should(), chosen);
        if (obstacle.isPresent()) {
            told.addAll(fails(start, dropped, obstacle.get()));
            return start.tell(told);
        }
        library(start, chosen).ifPresent(told::add);
        StepOutcome updated = SuccessfulUpdate.of(start);
        told.addAll(updated.steps());
        return new StepOutcome(told, updated.after());
    }

    /** What the library in memory leaves open, or spoils. */
    private static Optional<ForecastStep> library(StartProgress start, ChosenExtension chosen) {
        LibraryEffect effect =
                LibraryEffect.of(start.is(), start.should().releases().vectorChord(), chosen);
        if (AfterUpdate.of(start.release(), chosen) == AfterUpdate.RESTART) {
            return Optional.empty(); // it asks for one anyway
        }
        String text = effect.sentence(start.is(), chosen);
        return switch (effect) {
            case NONE, FAILS -> Optional.empty();
            case OLD_FORMAT -> Optional.of(ForecastStep.warns("library", text, LIBRARY));
            case UNKNOWN -> Optional.of(ForecastStep.unknown("library", text, LIBRARY));
        };
    }

    private static Optional<ForecastStep> undroppable(StartProgress start, List<String> dropped) {
        List<String> foreign = dropped.stream()
                .filter(index -> !DroppedIndexes.roleMayDrop(start.is(), index))
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
        ForecastStep update = ForecastStep.blocks(
                RULE, obstacle.sentence(start.is(), start.release(), chosen), check(start, obstacle));
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
            case LIBRARY_OLDER -> LIBRARY;
            case REBUILD_STOPS ->
                RebuildObstacle.afterUpdate(start.is(), start.release(), start.chosen())
                        .orElseThrow()
                        .check();
        };
    }
}
