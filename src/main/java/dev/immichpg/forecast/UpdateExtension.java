package dev.immichpg.forecast;

import dev.immichpg.forecast.Step.Effect;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Release.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since 1.112.0: ALTER EXTENSION … UPDATE where the server has a newer version, and Immich stops where that fails. Since
 * 1.135.1 it has dropped both vector indexes by then (ref §1.3, step 9; §1.4).
 */
final class UpdateExtension implements StartUpStep {

    private static final String RULE = "update";

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() == AvailableRule.ENFORCED;
    }

    @Override
    public Taken take(Start start) {
        Chosen chosen = start.chosen();
        if (!chosen.isBehind()) {
            return start.tell();
        }
        // Dropping or rebuilding an index, like the update itself, needs the library.
        List<Step> told = new ArrayList<>(
                UseLibrary.of(start.is(), chosen.extension()).stream().toList());
        if (told.stream().anyMatch(step -> step.effect() == Effect.BLOCKS)) {
            return start.tell(told);
        }
        boolean drops = start.release().update() == UpdateRule.REQUIRED_AFTER_DROPPING_INDEXES;
        List<String> present = presentIndexes(start);
        List<String> foreign = present.stream()
                .filter(index -> !VectorIndexes.roleOwnsTableOf(start.is(), index))
                .toList();
        if (drops && !foreign.isEmpty()) {
            told.add(Step.blocks(
                    RULE,
                    "To update " + chosen.title() + ", Immich would drop " + String.join(" and ", foreign)
                            + ", but role " + start.role() + " does not own the table.",
                    "object-owned-by-other"));
            return start.tell(told);
        }
        Optional<UpdateObstacle> obstacle = UpdateObstacle.of(start.is(), start.release(), chosen);
        if (obstacle.isEmpty()) {
            Taken updated = update(start);
            told.addAll(updated.steps());
            return new Taken(told, updated.after());
        }
        if (drops && !present.isEmpty()) {
            told.add(Step.changes(
                    RULE,
                    "It drops " + String.join(" and ", present) + ", to update " + chosen.title() + " from "
                            + chosen.installed().orElseThrow().version() + " to "
                            + chosen.available().orElseThrow().version() + "."));
        }
        told.add(Step.blocks(RULE, obstacle.get().sentence(start.is(), chosen), checks(start, obstacle.get())));
        return start.tell(told);
    }

    private static List<String> presentIndexes(Start start) {
        return start.release().vectorIndexes().keySet().stream()
                .filter(name -> start.is().index(name).isPresent())
                .toList();
    }

    private static String[] checks(Start start, UpdateObstacle obstacle) {
        return new String[] {
            switch (obstacle) {
                case NO_SCRIPT -> "update-path-missing";
                case DENIED, INDEX_ABSENT -> "extension-update-blocked";
                case TYPE_NOT_FOUND ->
                    VectorSchemas.obstacle(start.is(), start.chosen())
                            .orElseThrow()
                            .check();
            }
        };
    }

    /** An update that succeeds, with all that follows it. */
    static Taken update(Start start) {
        Chosen chosen = start.chosen();
        AfterUpdate then = AfterUpdate.of(start.release(), chosen);
        Step update = Step.changes(
                RULE,
                "It updates " + chosen.title() + " from "
                        + chosen.installed().orElseThrow().version() + " to "
                        + chosen.available().orElseThrow().version()
                        + (then == AfterUpdate.REBUILD
                                ? " and rebuilds both search indexes, which may take long."
                                : "."));
        Start updated = start.after(Changes.updated(start.is(), chosen));
        return switch (then) {
            case NOTHING -> updated.tell(update);
            case REBUILD -> updated.change(Changes.rebuilt(updated), update);
            case RESTART ->
                updated.tell(
                        update,
                        Step.unknown(
                                "restart",
                                "pgvecto.rs then asks for a restart of Postgres, and until then its indexes may not work:"
                                        + " if so, Immich stops at them.",
                                "extension-update-pending"));
        };
    }
}
