package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Collectors;

/** A trigger of an older or newer release, or a trigger or a rule of somebody else's. */
final class SchemaTriggerUnexpected {

    private SchemaTriggerUnexpected() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.TRIGGER, ObjectKind.RULE), What.EXTRA),
                "Expected no other triggers on Immich's tables, and no rules. What they do is done within Immich's statements, or instead of them.",
                differences -> List.of(RemedyStep.person(
                        Phase.CLEAR_AWAY,
                        "Find out who made it and what it does. If it is of another release of Immich or nobody needs it, drop it: "
                                + differences.stream()
                                        .map(d -> (d.kind() == ObjectKind.RULE ? "DROP RULE " : "DROP TRIGGER ")
                                                + Sql.name(d.name()) + " ON " + SchemaFindings.qualified(d.table()))
                                        .collect(Collectors.joining("; "))
                                + ".")));
    }
}
