package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** An index is gone, was defined anew in another way, or an interrupted build left it invalid. */
final class SchemaIndexMissing {

    private SchemaIndexMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.INDEX), What.MISSING, What.DIFFERENT, What.INVALID)
                        .or(SchemaFindings.are(List.of(ObjectKind.UNIQUE_INDEX), What.INVALID)
                                .and(d -> d.expected().isEmpty())),
                "Expected the indexes of the release. Without them queries are slow.",
                differences -> SchemaIndexMissing.remedy(differences, SchemaStatements.of(is, should)));
    }

    static List<RemedyStep> remedy(List<Difference> differences, SchemaStatements statements) {
        return differences.stream().flatMap(d -> statements.index(d).stream()).toList();
    }
}
