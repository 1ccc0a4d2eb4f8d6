package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.Optional;

/**
 * The first thing that Immich has to write stops it on a standby, and where its sessions are read-only. Since 1.138.0 it
 * avoids writing at a start where nothing has changed (immich-app/immich#20538), but nobody has promised that it always
 * does.
 */
final class BeginToWrite implements StartUpStep {

    private static final String RULE = "read-only";
    private static final String CHECK = "server-read-only";

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(obstacle(start.is())
                .map(why -> start.migrates()
                        ? ForecastStep.blocks(RULE, why, CHECK)
                        : ForecastStep.unknown(
                                RULE, why + " Immich stops as soon as it has to write something.", CHECK)));
    }

    private static Optional<String> obstacle(Snapshot is) {
        if (is.server().inRecovery()) {
            return Optional.of("This server is a standby, where nothing can be written.");
        }
        return EffectiveReadOnly.of(is)
                .filter(EffectiveReadOnly::readOnly)
                .map(on -> "default_transaction_read_only is on for role "
                        + is.role().name() + ", so it cannot write.");
    }
}
