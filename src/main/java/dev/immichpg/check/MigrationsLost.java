package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.LostMigrations;
import dev.immichpg.forecast.MigrationGap;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Expectation;
import java.util.Optional;

/** {@link FailureMode#MIGRATIONS_LOST}: Immich makes its tables again where it finds no migrations. */
final class MigrationsLost {

    private MigrationsLost() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!LostMigrations.hasTables(is)) {
            return Verdict.notApplicable("Immich has not made its tables yet.");
        }
        Optional<Relation> table = is.relation("public", "kysely_migrations");
        if (table.isPresent() && is.history().executedMigrations().isEmpty()) {
            throw HiddenFacts.migrations(is, table.get());
        }
        return LostMigrations.of(is, should.version(), ReleaseDetection.lastStarted(is))
                .map(seen -> finding(
                        seen,
                        "Expected the names of the migrations that have run. Without them Immich creates its tables again, and"
                                + " stops at the first that exists."))
                .or(() -> MigrationGap.of(is, should.releases())
                        .map(gap -> finding(
                                gap.sentence(),
                                "Expected all migrations up to the newest one that has run: Immich stops at a list that is"
                                        + " out of order.")))
                .or(() -> MigrationGap.lost(is, should.releases(), ReleaseDetection.lastStarted(is))
                        .map(seen -> finding(
                                seen, "Expected it in the list: Immich runs it again, and stops at what exists.")))
                .map(Verdict::problem)
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(String seen, String expected) {
        return new Finding(
                "public.kysely_migrations",
                seen,
                expected,
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.CREATE_EXTENSION,
                                "Restore table kysely_migrations from a backup that the same release of Immich has"
                                        + " written to last. If there is none, restore the whole database."
                                        + RemedySteps.WITHOUT_THE_AGENT),
                        RemedyStep.START_IMMICH));
    }
}
