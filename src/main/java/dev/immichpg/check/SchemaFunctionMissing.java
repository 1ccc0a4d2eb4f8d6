package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** A function that defaults, indexes and triggers need is gone, or returns another type. */
final class SchemaFunctionMissing {

    private SchemaFunctionMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.FUNCTION), What.MISSING)
                        .or(SchemaFindings.are(List.of(ObjectKind.FUNCTION), What.DIFFERENT)
                                .and(Difference::isOfResult)),
                "Expected the functions of the release. Triggers, defaults and indexes call them.",
                differences -> remedy(is, differences));
    }

    /** CREATE OR REPLACE does not change the type of a result. */
    private static List<RemedyStep> remedy(Snapshot is, List<Difference> differences) {
        List<RemedyStep> restore =
                SchemaFindings.restore("Restore function " + differences.get(0).name() + ", and what calls it,");
        return differences.stream().allMatch(d -> d.what() == What.MISSING)
                ? SchemaFindings.remade(is, differences, restore)
                : restore;
    }
}
