package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One thing that Immich looks at or does while it starts, as it would go here.
 *
 * @param rule what is replayed, for example {@code available version}; the names are stable
 * @param text what it would find: a sentence
 * @param checks ids of the checks that tell of it, and of what to do; at least one where it blocks
 */
public record ForecastStep(String rule, Effect effect, String text, List<String> checks) {

    public ForecastStep {
        requireNonNull(effect, "effect");
        checks = List.copyOf(checks);
        if (rule.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("a step names its rule and says what happens");
        }
        if (effect == Effect.BLOCKS && checks.isEmpty()) {
            throw new IllegalArgumentException("a step that blocks names the checks that say what to do");
        }
    }

    public static ForecastStep passes(String rule, String text) {
        return new ForecastStep(rule, Effect.PASSES, text, List.of());
    }

    public static ForecastStep changes(String rule, String text, String... checks) {
        return new ForecastStep(rule, Effect.CHANGES, text, List.of(checks));
    }

    public static ForecastStep warns(String rule, String text, String... checks) {
        return new ForecastStep(rule, Effect.WARNS, text, List.of(checks));
    }

    public static ForecastStep unknown(String rule, String text, String... checks) {
        return new ForecastStep(rule, Effect.UNKNOWN, text, List.of(checks));
    }

    public static ForecastStep blocks(String rule, String text, String... checks) {
        return new ForecastStep(rule, Effect.BLOCKS, text, List.of(checks));
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
