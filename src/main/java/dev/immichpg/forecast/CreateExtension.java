package dev.immichpg.forecast;

import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CREATE EXTENSION … CASCADE as Immich's role, where the extension is not installed (start-up.md#steps, step 8). */
final class CreateExtension implements StartUpStep {

    private static final String RULE = "create";
    private static final String LIBRARY = "loaded-library-outdated";

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        VectorExtension extension = chosen.extension();
        if (chosen.installed().isPresent()) {
            return start.tell();
        }
        Optional<ForecastStep> readOnly = ReadOnlySessions.stop(
                start.is(), "Immich would have to create extension " + extension.extensionName() + " first.");
        if (readOnly.isPresent()) {
            return start.tell(readOnly);
        }
        Optional<CreationObstacle> obstacle = CreationObstacle.of(start.is(), start.release(), extension);
        if (obstacle.isPresent()) {
            return start.tell(ForecastStep.blocks(
                    RULE, obstacle.get().sentence(start.is(), start.release(), extension), checks(obstacle.get())));
        }
        List<ForecastStep> told =
                new ArrayList<>(UseLibrary.of(start.is(), extension).stream().toList());
        if (told.stream().anyMatch(step -> step.effect() == Effect.BLOCKS)) {
            return start.tell(told);
        }
        LibraryEffect effect =
                LibraryEffect.ofCreation(start.is(), start.should().releases().vectorChord(), chosen);
        if (effect == LibraryEffect.FAILS) {
            told.add(ForecastStep.blocks(RULE, effect.sentence(start.is(), chosen), LIBRARY));
            return start.tell(told);
        }
        if (effect != LibraryEffect.NONE) {
            String text = effect.sentence(start.is(), chosen);
            told.add(
                    effect == LibraryEffect.UNKNOWN
                            ? ForecastStep.unknown("library", text, LIBRARY)
                            : ForecastStep.warns("library", text, LIBRARY));
        }
        told.add(ForecastStep.changes(RULE, "It creates extension " + extension.extensionName() + "."));
        return new StepOutcome(
                told, Changes.created(start.is(), chosen.available().orElseThrow()));
    }

    private static String[] checks(CreationObstacle obstacle) {
        return switch (obstacle) {
            case UNAVAILABLE -> new String[] {"vector-extension-unavailable"};
            case DENIED, BENEATH_UNAVAILABLE, BENEATH_DENIED, DATABASE_OF_OTHER -> new String[] {"extension-missing"};
            case BENEATH_TOO_OLD -> new String[] {"pgvector-too-old"};
            case TYPE_TAKEN -> new String[] {"extension-in-other-schema", "vector-column-left-over"};
        };
    }
}
