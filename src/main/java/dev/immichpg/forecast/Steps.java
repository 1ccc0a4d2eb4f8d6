package dev.immichpg.forecast;

import dev.immichpg.forecast.Step.Effect;
import java.util.ArrayList;
import java.util.List;

/** The steps of one start as they are taken. What a step returns says whether Immich goes on. */
final class Steps {

    private final boolean migrates;
    private final List<Step> taken = new ArrayList<>();

    /** @param migrates this start has migrations to run */
    Steps(boolean migrates) {
        this.migrates = migrates;
    }

    boolean migrates() {
        return migrates;
    }

    List<Step> taken() {
        return List.copyOf(taken);
    }

    boolean pass(String rule, String text) {
        add(rule, Effect.PASSES, text);
        return true;
    }

    boolean block(String rule, String text) {
        add(rule, Effect.BLOCKS, text);
        return false;
    }

    /** A fault that stops Immich only when it has something to migrate. */
    boolean atNextMigration(String rule, String text) {
        if (migrates) {
            return block(rule, text);
        }
        add(rule, Effect.WARNS, text);
        return true;
    }

    void add(String rule, Effect effect, String text) {
        taken.add(new Step(rule, effect, text));
    }
}
