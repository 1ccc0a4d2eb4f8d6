package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.PostgresVersion;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.Backup;
import dev.immichpg.need.Release.BackupTool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#BACKUP_TOOLS_TOO_OLD} and {@link FailureMode#BACKUP_DENIED}: Immich's daily dump can fail,
 * and nobody notices it.
 */
final class BackupImpossible {

    private BackupImpossible() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Backup> backup = should.release().backup();
        if (backup.isEmpty()) {
            return Verdict.notApplicable("This release of Immich makes no backups of its database.");
        }
        List<Finding> findings = new ArrayList<>();
        String range = backup.get().postgres().text();
        if (!backup.get().postgres().contains(PostgresVersion.of(is))) {
            findings.add(new Finding(
                    "Postgres",
                    "Postgres is " + is.server().version() + ", and this release of Immich can only dump " + range
                            + ".",
                    "Expected a version that Immich can dump: its daily backup fails otherwise.",
                    Remedy.of(RemedyStep.advice(
                            "Back the database up yourself, until you run a release of Immich that can dump Postgres "
                                    + is.server().major() + "."))));
        }
        if (backup.get().tool() == BackupTool.PG_DUMPALL && !is.actsAsSuperuser()) {
            findings.add(new Finding(
                    is.effectiveRoleName(),
                    "This release of Immich backs up with pg_dumpall, which needs a superuser. Role "
                            + is.effectiveRoleName() + " is not one.",
                    "Expected a release that backs up with pg_dump, as from 2.5.0 on, or a superuser.",
                    new Remedy(advice(is, should))));
        }
        return Verdict.of(findings);
    }

    private static List<RemedyStep> advice(Snapshot is, Expectation should) {
        List<RemedyStep> advice = new ArrayList<>();
        advice.add(RemedyStep.advice("Back the database up yourself."));
        ReachableRelease.first(is, should, BackupImpossible::dumpsAsOwner)
                .map(release -> RemedyStep.advice("From " + release.version().text()
                        + " on, Immich backs it up without a superuser. " + release.howToUpgrade()))
                .ifPresent(advice::add);
        return advice;
    }

    private static boolean dumpsAsOwner(Release row) {
        return row.backup().filter(b -> b.tool() == BackupTool.PG_DUMP).isPresent();
    }
}
