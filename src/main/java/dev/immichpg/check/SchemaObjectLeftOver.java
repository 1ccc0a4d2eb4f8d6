package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Collectors;

/** Left over by an interrupted run or another release; or a constraint of somebody else's that refuses rows. */
final class SchemaObjectLeftOver {

    private SchemaObjectLeftOver() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaObjectLeftOver::isLeftOver,
                "Expected nothing of another release, and no constraints on Immich's tables but its own.",
                SchemaObjectLeftOver::remedy);
    }

    static boolean isLeftOver(Difference d) {
        return d.what() == What.EXTRA
                && d.kind() != ObjectKind.TRIGGER
                && d.kind() != ObjectKind.RULE
                && d.kind() != ObjectKind.OVERRIDE
                && (d.known()
                        || d.kind() == ObjectKind.KEY
                        || d.kind() == ObjectKind.UNIQUE_INDEX
                        || d.kind() == ObjectKind.EXCLUSION
                        || d.kind() == ObjectKind.COLUMN
                                && d.seen().contains(" not null")
                                && !d.seen().contains(" default ")
                                && !d.seen().contains(" generated"));
    }

    static List<RemedyStep> remedy(List<Difference> differences) {
        return List.of(RemedyStep.person(
                Phase.CLEAR_AWAY,
                "Look at what it holds and who made it. If it is empty, or nobody needs it, drop it, and take a backup before: "
                        + differences.stream()
                                .map(d -> d.kind().kind() + " " + d.name())
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
