package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ChecksumFailures;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#CHECKSUM_FAILED}. Without checksums Postgres counts nothing, and that does not mean that there
 * is no damage (catalogs.md#what-is-seen).
 */
final class ChecksumFailed {

    private ChecksumFailed() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.checksums().enabled()) {
            return Verdict.notApplicable("The server runs without data checksums, so it cannot notice damage on disk.");
        }
        return Verdict.of(is.checksums().failures().stream()
                .map(failures -> finding(is, failures))
                .toList());
    }

    private static Finding finding(Snapshot is, ChecksumFailures failures) {
        String where = failures.database().isEmpty()
                ? "the catalogs that all databases share"
                : "database " + failures.database();
        return new Finding(
                failures.database().isEmpty() ? "shared catalogs" : failures.database(),
                "Postgres has found damaged pages in " + where + " since its statistics were last reset.",
                "Expected no damaged page: what it held is lost, and the disk or memory that damaged it is still in use.",
                new Remedy(steps(is, failures, where)));
    }

    private static List<RemedyStep> steps(Snapshot is, ChecksumFailures failures, String where) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        steps.add(RemedyStep.person(
                Phase.INSTALL_PACKAGES,
                "Find the fault in disk, memory or controller first. Then restore " + where
                        + " from a backup taken before the damage; Postgres' log names the pages."
                        + RemedySteps.WITHOUT_THE_AGENT));
        if (failures.database().equals(is.database().name())) {
            // The counter stays until it is reset.
            steps.add(RemedyStep.superuser(Phase.REBUILD_INDEX, "SELECT pg_catalog.pg_stat_reset();"));
        } else if (!failures.database().isEmpty()) {
            steps.add(RemedyStep.person(
                    Phase.REBUILD_INDEX,
                    "Reset the counter, as a superuser in database " + failures.database()
                            + ": SELECT pg_catalog.pg_stat_reset()"));
        }
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }
}
