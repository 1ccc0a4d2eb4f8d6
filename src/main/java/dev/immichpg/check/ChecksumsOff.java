package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;

/** A tip in Immich's guide: with checksums, damage on disk is noticed while there are still good backups. */
final class ChecksumsOff {

    private ChecksumsOff() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.checksums().enabled()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "data_checksums",
                "The server runs without data checksums.",
                "Expected checksums, as Immich's own database image has them: without them nobody notices damage on disk.",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.RESTART_POSTGRES,
                                "Stop Postgres, run pg_checksums --enable --pgdata=<data directory> as its user (this"
                                        + " reads and writes every page), and start it again."),
                        RemedyStep.START_IMMICH)));
    }
}
