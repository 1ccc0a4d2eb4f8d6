package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Collectors;

/** A trigger of an older or newer release, or of somebody else's. */
final class SchemaTriggerUnexpected {

    private SchemaTriggerUnexpected() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.TRIGGER), What.EXTRA),
                "Expected no other triggers on Immich's tables. Their functions run within Immich's statements.",
                differences -> List.of(RemedyStep.person(
                        Phase.CLEAR_AWAY,
                        "Find out who made the trigger and what its function does. If it is of another release of Immich or nobody needs it, drop it: "
                                + differences.stream()
                                        .map(d -> "DROP TRIGGER " + Sql.name(d.name()) + " ON "
                                                + SchemaFindings.qualified(d.table()))
                                        .collect(Collectors.joining("; "))
                                + ".")));
    }
}
