package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.need.Expectation;

/** {@link FailureMode#RESTART_PENDING}. */
final class PreloadRestartPending {

    private PreloadRestartPending() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Preload preload = HiddenFacts.preload(is);
        if (!preload.waitsForRestart()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "shared_preload_libraries",
                "Its value in the configuration is not the one in force, which is " + Sql.text(preload.setting()) + ".",
                "The next restart of Postgres will change it. Expected the restart to have happened already, at a time of your choice.",
                Remedy.of(RemedySteps.LOOK_AT_PRELOAD, RemedyStep.RESTART_POSTGRES)));
    }
}
