package dev.immichpg.forecast;

/**
 * The first thing that Immich has to write stops it on a standby, and where its sessions are read-only. Since 1.138.0 it
 * avoids writing at a start where nothing has changed (immich-app/immich#20538), but nobody has promised that it always
 * does.
 */
final class BeginToWrite implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(ReadOnlySessions.obstacle(start.is())
                .map(why -> start.migrates()
                        ? ForecastStep.blocks(ReadOnlySessions.RULE, why, ReadOnlySessions.CHECK)
                        : ForecastStep.unknown(
                                ReadOnlySessions.RULE,
                                why + " Immich stops as soon as it has to write something.",
                                ReadOnlySessions.CHECK)));
    }
}
