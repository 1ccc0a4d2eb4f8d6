package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.Optional;

/** Why Immich's sessions can write nothing (FailureMode.READ_ONLY, FailureMode.UPDATE_ON_READ_ONLY). */
final class ReadOnlySessions {

    static final String RULE = "read-only";
    static final String CHECK = "server-read-only";

    private ReadOnlySessions() {}

    /** As a sentence; empty: as far as can be seen they can write. */
    static Optional<String> obstacle(Snapshot is) {
        if (is.server().inRecovery()) {
            return Optional.of("This server is a standby, where nothing can be written.");
        }
        return EffectiveReadOnly.of(is)
                .filter(EffectiveReadOnly::readOnly)
                .map(on -> "default_transaction_read_only is on for role "
                        + is.role().name() + ", so it cannot write.");
    }

    /** Immich stops at what it would have to write now; empty: it can write. */
    static Optional<ForecastStep> stop(Snapshot is, String before) {
        return obstacle(is).map(why -> ForecastStep.blocks(RULE, why + " " + before, CHECK));
    }
}
