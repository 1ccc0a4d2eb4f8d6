package dev.immichpg.forecast;

import java.util.Optional;

/** Immich's migrations change its tables and functions, which only their owner is allowed to (FailureMode.FOREIGN_OWNER). */
final class AlterOwnTables implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        String foreign = ForeignImmichObjects.named(
                ForeignImmichObjects.of(start.is(), start.should().releases().ledger()));
        return start.tell(Optional.of(foreign)
                .filter(names -> !names.isEmpty())
                .map(names -> start.atNextMigration(
                        "ownership",
                        "Role " + start.role() + " does not own " + names + ".",
                        "object-owned-by-other")));
    }
}
