package dev.immichpg.forecast;

import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Version;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Since 1.112.0: the available and the installed version are read before anything is judged (start-up.md#steps, steps 5
 * and 6).
 */
final class ReadVersions implements StartUpStep {

    @Override
    public boolean isTakenBy(Release release) {
        return release.available() == AvailableRule.ENFORCED;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        if (chosen.available().isEmpty()) {
            return start.tell(ForecastStep.blocks(
                    "available version",
                    "The " + chosen.title() + " extension is not available on the server" + versionless(start, chosen)
                            + ".",
                    "vector-extension-unavailable"));
        }
        return start.tell(Stream.concat(
                        chosen.available().stream().map(e -> e.version()),
                        chosen.installed().stream().map(e -> e.version()))
                .flatMap(version -> refused(chosen, version).stream())
                .findFirst());
    }

    private static String versionless(StartProgress start, ChosenExtension chosen) {
        return start.is()
                .versionlessExtensions()
                .filter(names -> names.contains(chosen.name()))
                .map(names -> ": its control file names no version")
                .orElse("");
    }

    private static Optional<ForecastStep> refused(ChosenExtension chosen, String version) {
        Optional<Version> parsed = Version.parse(version);
        if (parsed.isEmpty()) {
            return Optional.of(ForecastStep.blocks(
                    "version",
                    chosen.title() + " " + version + " is not a version of three numbers, and Immich fails on it.",
                    AcceptInstalledVersion.CHECK));
        }
        return parsed.filter(ChosenExtension::isNightly).map(nightly -> refusedNightly(chosen, version));
    }

    static ForecastStep refusedNightly(ChosenExtension chosen, String version) {
        return ForecastStep.blocks(
                "nightly",
                chosen.title() + " is " + version + ", a nightly release, which Immich refuses.",
                AcceptInstalledVersion.CHECK);
    }
}
