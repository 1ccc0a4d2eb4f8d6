package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.LockHolder.Lock;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.HeldLock;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#REBUILD_IN_PROGRESS}: a rebuild takes long, and people who see Immich not answer restart it in the
 * middle. Immich's processes hold one lock while they start (start-up.md#steps).
 */
final class StartUpInProgress {

    private StartUpInProgress() {}

    static Verdict judge(Snapshot is, Expectation should) {
        // One that is left behind is lock-held-too-long's.
        boolean starting = is.startUpLock().held()
                && HeldLock.of(is).stream().noneMatch(lock -> lock.holder().lock() == Lock.START_UP);
        boolean building = is.startUpLock().buildingIndexes() > 0;
        if (!starting && !building) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                starting ? "Immich" : "index",
                starting
                        ? "Immich is starting" + (building ? ", and an index is being built." : ".")
                        : "An index is being built in this database.",
                "Expected it to end by itself. If it is interrupted, it starts again from the beginning.",
                Remedy.of(RemedyStep.person(
                        Phase.WAIT, "Wait until that has ended. Do not restart Immich or Postgres before."))));
    }
}
