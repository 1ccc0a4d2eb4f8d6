package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.forecast.UnknownMigrations;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Releases.Brought;
import dev.immichpg.need.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#DATABASE_NEWER_THAN_IMMICH}, {@link FailureMode#MIGRATION_UNKNOWN}: after a downgrade, a restore of a
 * newer database or the visit of a fork, Immich meets migrations that it does not know, and exits.
 */
final class ImmichOlderThanDatabase {

    private static final String TABLE = "kysely_migrations";

    private ImmichOlderThanDatabase() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Relation> table = is.relation("public", TABLE);
        if (table.isEmpty()) {
            return Verdict.notApplicable("There is no table " + TABLE + ", which Immich has had since 1.132.0.");
        }
        Version immich = should.version();
        if (is.history().executedMigrations().isEmpty()) {
            Version newer = newerThatStarted(is, should).orElseThrow(() -> HiddenFacts.migrations(is, table.get()));
            return Verdict.problem(finding(
                    should,
                    immich,
                    "Immich " + newer.text() + " ran here last. It has migrations that Immich " + immich.text()
                            + " does not know.",
                    Optional.of(newer)));
        }
        Optional<UnknownMigrations> unknown = UnknownMigrations.of(is, should.releases(), immich);
        if (unknown.isPresent() && !unknown.get().certain()) {
            return Verdict.unknown(unknown.get().sentence() + " This agent does not know whether Immich "
                    + immich.text() + " has it: update the agent, or give it a newer releases-file.");
        }
        return unknown.map(found -> Verdict.problem(finding(should, immich, found.sentence(), found.release())))
                .orElseGet(Verdict::ok);
    }

    /** By version_history, if a release between the two is known to have brought migrations. */
    private static Optional<Version> newerThatStarted(Snapshot is, Expectation should) {
        return ReleaseDetection.lastStarted(is)
                .filter(should.version()::isOlderThan)
                .filter(newer -> should.releases().migrationsBetween(should.version(), newer) == Brought.SOME);
    }

    private static Finding finding(Expectation should, Version immich, String observed, Optional<Version> madeBy) {
        List<RemedyStep> steps = new ArrayList<>();
        if (should.immich().source() == Source.CONFIGURED) {
            steps.add(
                    RemedyStep.advice(
                            "If Immich is already newer, correct the setting immich-version, or remove it: then version_history tells."));
        }
        String noWayBack = " The only way back to " + immich.text() + " is a backup taken before the upgrade.";
        steps.add(madeBy.map(newer ->
                        RemedyStep.run(newer, "Run Immich " + newer.text() + " or a newer release." + noWayBack))
                .orElseGet(() -> RemedyStep.person(
                        Phase.RUN_OTHER_RELEASE,
                        "Run the Immich that made this migration: a newer release, or a fork." + noWayBack)));
        return new Finding(
                "Immich " + immich.text(),
                observed,
                "Expected only migrations that Immich " + immich.text()
                        + " knows: it does not start if there are others.",
                new Remedy(steps));
    }
}
