package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

/**
 * One thing that Immich looks at or does while it starts, as it would go here.
 *
 * @param rule what is replayed, for example {@code available version}; the names are stable
 * @param text what it would find: a sentence
 */
public record Step(String rule, Effect effect, String text) {

    public Step {
        requireNonNull(effect, "effect");
        if (rule.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("a step names its rule and says what happens");
        }
    }

    public enum Effect {
        /** Immich goes on. */
        PASSES,
        /** Immich goes on, and something is not as it should be. */
        WARNS,
        /** Immich changes the database and goes on. */
        CHANGES,
        /** Immich stops here, and with it the forecast. */
        BLOCKS,
        /** It could not be seen which way it goes. */
        UNKNOWN
    }
}
