package dev.immichpg.forecast;

import dev.immichpg.need.Version;
import java.util.Optional;

/** The first of Immich's migrations looks at what has run here, so after the vector extension, and fails. */
final class FollowUpgradePath implements StartUpStep {

    private static final String RULE = "upgrade path";
    private static final Version KYSELY_SINCE = Version.of("1.132.0");
    private static final String OLDER = "immich-older-than-database";

    @Override
    public StepOutcome take(StartProgress start) {
        Version immich = start.immich();
        Optional<Version> last = start.last();
        return start.tell(UpgradePath.obstacle(start.is(), last, immich)
                .map(obstacle -> ForecastStep.blocks(RULE, obstacle, "upgrade-path-unsupported"))
                .or(() -> UnknownMigrations.of(start.is(), start.should().releases(), immich)
                        .map(FollowUpgradePath::unknown))
                .or(() -> MigrationGap.of(start.is(), start.should().releases())
                        .map(gap -> ForecastStep.blocks(
                                RULE,
                                gap.sentence() + " Immich stops at a list that is out of order.",
                                "migrations-lost")))
                .or(() -> MigrationGap.lost(
                                start.is(),
                                start.should().releases(),
                                ReleaseDetection.lastStarted(start.is()).filter(ran -> !ran.isNewerThan(immich)))
                        .map(seen -> ForecastStep.unknown(
                                RULE,
                                seen + " Immich runs it again, and stops if it makes what exists.",
                                "migrations-lost")))
                .or(() -> last.filter(immich::isOlderThan).flatMap(newer -> older(start, newer)))
                .or(() -> hidden(start)));
    }

    /** version_history tells of successful starts only (immich-and-postgres.md#version-history-is-success). */
    private static Optional<ForecastStep> hidden(StartProgress start) {
        boolean read = start.is().history().executedMigrations().isPresent();
        boolean there = start.is().relation("public", "kysely_migrations").isPresent();
        return read || !there || start.immich().release().isOlderThan(KYSELY_SINCE)
                ? Optional.empty()
                : Optional.of(ForecastStep.unknown(
                        RULE,
                        "Which migrations have run here is hidden from role "
                                + start.is().login()
                                + ". A newer Immich that did not come to its end can have run some, and this release stops at"
                                + " them.",
                        OLDER));
    }

    /** Where the list of migrations has been read, it has told already. */
    private static Optional<ForecastStep> older(StartProgress start, Version newer) {
        if (start.is().history().executedMigrations().isPresent()) {
            return Optional.empty();
        }
        String seen = "Immich " + newer.text() + " ran here last.";
        return switch (start.should().releases().migrationsBetween(start.immich(), newer)) {
            case NONE -> Optional.empty();
            case SOME ->
                Optional.of(ForecastStep.blocks(
                        RULE, seen + " It has migrations that this release does not know, and stops at.", OLDER));
            case UNKNOWN ->
                Optional.of(ForecastStep.unknown(
                        RULE,
                        seen + " An older Immich refuses a database with migrations that it does not know.",
                        OLDER));
        };
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
