package dev.immichpg.forecast;

import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.ArrayList;
import java.util.List;

/** Immich takes its lock (start-up.md#steps, step 2), and its migrations those of its tables: it waits as long as it must. */
final class WaitForLocks implements StartUpStep {

    private static final String RULE = "locks";
    private static final String CHECK = "lock-held-too-long";

    @Override
    public StepOutcome take(StartProgress start) {
        List<HeldLock> held = new ArrayList<>(HeldLock.startUp(start.is()));
        if (start.migrates()) {
            held.addAll(HeldLock.tables(start.is()));
        }
        if (held.isEmpty()
                && start.is().startUpLock().held()
                && start.is().locks().isEmpty()) {
            return start.tell(new ForecastStep(
                    RULE,
                    Effect.UNKNOWN,
                    "Somebody holds advisory lock 200, which Immich takes at its start. The agent is not allowed to see"
                            + " whether that is an Immich that starts.",
                    List.of(CHECK)));
        }
        return start.tell(held.stream()
                .map(lock ->
                        ForecastStep.blocks(RULE, lock.sentence() + " Immich waits for it, without an end.", CHECK))
                .toList());
    }
}
