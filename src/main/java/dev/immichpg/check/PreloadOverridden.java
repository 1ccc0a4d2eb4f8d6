package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#PRELOAD_OVERRIDDEN}: the command line overrides every file, so their value has no effect, now or
 * after a restart. Only a superuser can see that ALTER SYSTEM and postgresql.conf differ; if a library is missing because of
 * that, preload-library-missing reports it.
 */
final class PreloadOverridden {

    private PreloadOverridden() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Preload preload = HiddenFacts.preload(is);
        if (!preload.fromCommandLine() || !preload.pendingRestart()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "shared_preload_libraries",
                "The command line of Postgres sets it to " + Sql.text(preload.setting())
                        + ", and the configuration has another value, which has no effect.",
                "Expected one place to set it, or both to agree: otherwise the next change of the configuration has no effect.",
                Remedy.of(
                        RemedySteps.LOOK_AT_PRELOAD,
                        RemedyStep.person(
                                Phase.CONFIGURE,
                                "Once the configuration names every library that is needed, take shared_preload_libraries off"
                                        + " the command line of Postgres: -c in a unit file, command: in a compose file."),
                        RemedyStep.RESTART_POSTGRES)));
    }
}
