package dev.immichpg.forecast;

import dev.immichpg.need.VersionRange;
import java.util.Optional;

/** Immich asks Postgres for its version (start-up.md#steps, step 1). */
final class AcceptPostgres implements StartUpStep {

    private static final String RULE = "Postgres version";

    @Override
    public StepOutcome take(StartProgress start) {
        String found = "Postgres is " + start.is().server().version();
        Optional<VersionRange> missed =
                PostgresVersion.outside(start.release().postgres().enforced(), start.is());
        return start.tell(missed.map(range -> ForecastStep.blocks(
                        RULE, found + ", but Immich needs " + range.text() + ".", "postgres-version-unsupported"))
                .orElseGet(() -> ForecastStep.passes(RULE, found + ".")));
    }
}
