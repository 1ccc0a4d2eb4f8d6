package dev.immichpg.forecast;

import static java.util.Objects.requireNonNull;

import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;

/**
 * Whether a release of Immich would start on this database.
 *
 * @param immich the release; empty if it is not known
 * @param steps in the order in which Immich takes them, up to the one at which it stops
 */
public record Forecast(Optional<Version> immich, List<ForecastStep> steps) {

    public Forecast {
        requireNonNull(immich, "immich");
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a forecast says what it rests on");
        }
    }

    public static Forecast unknown(Optional<Version> immich, String why) {
        return new Forecast(immich, List.of(ForecastStep.unknown("reading the database", why)));
    }

    /**
     * A step that certainly stops Immich decides, whatever an earlier one could not see: either way it does not start.
     */
    public Outcome outcome() {
        if (first(Effect.BLOCKS).isPresent()) {
            return Outcome.BLOCKED;
        }
        if (first(Effect.UNKNOWN).isPresent()) {
            return Outcome.UNKNOWN;
        }
        return first(Effect.CHANGES).isPresent() ? Outcome.MIGRATES : Outcome.STARTS;
    }

    public boolean isBlocked() {
        return outcome() == Outcome.BLOCKED;
    }

    /** The steps of one effect, in order. */
    public List<ForecastStep> steps(Effect effect) {
        return steps.stream().filter(step -> step.effect() == effect).toList();
    }

    /** The whole forecast in one sentence or two. */
    public String sentence() {
        return sentence(who(), "Cannot tell");
    }

    /** The same without what the start would change, which can be long: only that it would. */
    public String summary() {
        String who = who();
        return switch (outcome()) {
            case STARTS, UNKNOWN -> sentence();
            case MIGRATES -> who + " would start. It would change the database first.";
            case BLOCKED -> who + " would not start. " + join(Effect.BLOCKS);
        };
    }

    private String who() {
        return "Immich" + immich.map(v -> " " + v.text()).orElse("");
    }

    /** The same after another half of a sentence: "it would start." */
    String continuation() {
        return sentence("it", "the agent cannot tell");
    }

    /** Why nobody can tell, where that is because the release is newer than the table of releases: a sentence. */
    public Optional<String> newerThanKnown() {
        return steps(Effect.UNKNOWN).stream()
                .filter(step -> step.rule().equals(BeyondTheTable.RULE))
                .findFirst()
                .map(ForecastStep::text);
    }

    private String sentence(String who, String cannotTell) {
        return switch (outcome()) {
            case STARTS -> who + " would start.";
            case MIGRATES -> who + " would start. First: " + join(Effect.CHANGES);
            case BLOCKED ->
                who + " would not start. "
                        + (steps(Effect.CHANGES).isEmpty() ? "" : join(Effect.CHANGES) + " Then: ")
                        + join(Effect.BLOCKS);
            case UNKNOWN -> cannotTell + " whether " + who + " would start. " + join(Effect.UNKNOWN);
        };
    }

    private String join(Effect effect) {
        return String.join(" ", steps(effect).stream().map(ForecastStep::text).toList());
    }

    private Optional<ForecastStep> first(Effect effect) {
        return steps.stream().filter(step -> step.effect() == effect).findFirst();
    }
}
