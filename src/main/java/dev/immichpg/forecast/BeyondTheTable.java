package dev.immichpg.forecast;

import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The start of a release that is newer than the table of releases, of which nothing is known (start-up.md#beyond-the-table). What
 * stops each release stops this one as well. Of a newer minor version of the newest known major, the steps of that one are
 * told as words, never as outcome: a release can take back a range or drop an extension, as 3.0.0 did with pgvecto.rs.
 */
final class BeyondTheTable {

    static final String RULE = "release";

    /** What no release can go without. */
    private static final List<StartUpStep> OF_EVERY_RELEASE = List.of(new LogIn(), new BeginToWrite());

    private BeyondTheTable() {}

    static List<ForecastStep> steps(StartProgress start) {
        List<ForecastStep> steps = new ArrayList<>(StartUp.take(OF_EVERY_RELEASE, start));
        if (steps.stream().noneMatch(step -> step.effect() == Effect.BLOCKS)) {
            steps.add(ForecastStep.unknown(RULE, sentence(start), "immich-newer-than-known"));
            asFarAsKnown(start).ifPresent(steps::add);
        }
        return steps;
    }

    private static String sentence(StartProgress start) {
        return start.immich().text() + " is newer than this agent knows ("
                + start.should().releases().newestKnown() + ").";
    }

    private static Optional<ForecastStep> asFarAsKnown(StartProgress start) {
        Releases releases = start.should().releases();
        Version immich = start.immich();
        if (releases.isOfAnotherMajor(immich)) {
            return Optional.empty();
        }
        String words = new Forecast(Optional.empty(), StartUp.take(StartUp.STEPS, start)).continuation();
        return Optional.of(ForecastStep.unknown(RULE, "As far as " + releases.newestKnown() + " goes, " + words));
    }
}
