package dev.immichpg.forecast;

import dev.immichpg.need.Version;
import java.util.Optional;

/** The first of Immich's migrations looks at what has run here, so after the vector extension, and fails. */
final class FollowUpgradePath implements StartUpStep {

    private static final String RULE = "upgrade path";
    private static final String OLDER = "immich-older-than-database";

    @Override
    public StepOutcome take(StartProgress start) {
        Version immich = start.immich();
        Optional<Version> last = start.last();
        return start.tell(UpgradePath.obstacle(start.is(), last, immich)
                .map(obstacle -> ForecastStep.blocks(RULE, obstacle, "upgrade-path-unsupported"))
                .or(() -> UnknownMigrations.of(start.is(), start.should().releases(), immich)
                        .map(FollowUpgradePath::unknown))
                .or(() -> last.filter(immich::isOlderThan)
                        .map(newer -> ForecastStep.unknown(
                                RULE,
                                "Immich " + newer.text() + " ran here last. An older Immich refuses a database with"
                                        + " migrations that it does not know.",
                                OLDER))));
    }

    private static ForecastStep unknown(UnknownMigrations found) {
        return found.certain()
                ? ForecastStep.blocks(
                        RULE, found.sentence() + " Immich stops at migrations that it does not know.", OLDER)
                : ForecastStep.unknown(
                        RULE,
                        found.sentence() + " This agent does not know whether this release has it.",
                        OLDER,
                        "immich-newer-than-known");
    }
}
