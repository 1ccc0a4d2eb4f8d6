package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** A column that Immich's migrations made is gone. */
final class SchemaColumnMissing {

    private SchemaColumnMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.COLUMN), What.MISSING).and(SchemaFindings.notOfVectors(should)),
                "Expected all columns that the release has. Immich writes them.",
                differences -> SchemaStatements.of(is, should).columns(is, differences));
    }
}
