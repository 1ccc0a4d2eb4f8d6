package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot.Relation;
import java.util.Optional;
import java.util.stream.Collectors;

/** Immich's migrations change its tables, which only their owner is allowed to (FailureMode.FOREIGN_OWNER). */
final class AlterOwnTables implements StartUpStep {

    @Override
    public StepOutcome take(StartProgress start) {
        String foreign =
                start.is().tablesOfOthers().stream().map(Relation::name).collect(Collectors.joining(", "));
        return start.tell(Optional.of(foreign)
                .filter(names -> !names.isEmpty())
                .map(names -> start.atNextMigration(
                        "ownership",
                        "Role " + start.role() + " does not own " + names + ".",
                        "object-owned-by-other")));
    }
}
