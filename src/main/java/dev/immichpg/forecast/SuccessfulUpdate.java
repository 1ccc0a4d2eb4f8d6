package dev.immichpg.forecast;

import java.util.stream.Stream;

/** ALTER EXTENSION … UPDATE that succeeds, and all that follows it (start-up.md#update). */
final class SuccessfulUpdate {

    private SuccessfulUpdate() {}

    static StepOutcome of(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        AfterUpdate then = AfterUpdate.of(start.release(), chosen);
        ForecastStep update = ForecastStep.changes(
                UpdateExtension.RULE,
                "It updates " + chosen.title() + " from "
                        + chosen.installed().orElseThrow().version() + " to "
                        + chosen.available().orElseThrow().version()
                        + (then == AfterUpdate.REBUILD
                                ? " and rebuilds both search indexes, which can take long."
                                : "."));
        StartProgress updated = start.after(Changes.updated(start.is(), chosen));
        return switch (then) {
            case NOTHING -> updated.tell(update);
            case REBUILD ->
                updated.change(
                        Changes.rebuilt(updated),
                        Stream.concat(RebuildDoubts.of(start.is(), start.release()).stream(), Stream.of(update))
                                .toArray(ForecastStep[]::new));
            case RESTART ->
                updated.tell(
                        update,
                        ForecastStep.unknown(
                                "restart",
                                "pgvecto.rs then asks for a restart of Postgres. Its indexes can fail until then: if"
                                        + " they do, Immich stops.",
                                "extension-update-pending"));
        };
    }
}
