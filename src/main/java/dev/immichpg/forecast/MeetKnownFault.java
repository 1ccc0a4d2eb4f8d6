package dev.immichpg.forecast;

/** Some releases have a migration that fails on some databases; the next release mended it (releases.md#known-bad-releases). */
final class MeetKnownFault implements StartUpStep {

    private static final String RULE = "known fault";
    private static final String CHECK = "known-bad-release";

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(StrikingFault.of(start.found(), start.should())
                .map(striking -> striking.certain()
                        ? ForecastStep.blocks(RULE, striking.fault().fact(), CHECK)
                        : ForecastStep.unknown(RULE, striking.fault().fact(), CHECK)));
    }
}
