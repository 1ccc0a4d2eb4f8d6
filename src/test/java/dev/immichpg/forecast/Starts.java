package dev.immichpg.forecast;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts to take a step of, and what a step tells, as {@code BLOCKS login: Role … [immich-role-unable-to-connect]}. */
final class Starts {

    private Starts() {}

    /** Of a release that has run here before. */
    static StartProgress of(String immich, Given given) {
        return of(immich, immich, given);
    }

    static StartProgress of(String immich, String last, Given given) {
        return StartProgress.on(given.snapshot(), should(immich), Optional.of(Version.of(last)));
    }

    static Expectation should(String immich) {
        return Expectation.of(
                ReleasesFile.builtIn(),
                new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false),
                Optional.empty());
    }

    static List<String> told(StepOutcome outcome) {
        return told(outcome.steps().stream());
    }

    static List<String> told(Optional<ForecastStep> step) {
        return told(step.stream());
    }

    private static List<String> told(Stream<ForecastStep> steps) {
        return steps.map(step -> step.effect() + " " + step.rule() + ": " + step.text()
                        + (step.checks().isEmpty() ? "" : " " + step.checks()))
                .toList();
    }
}
