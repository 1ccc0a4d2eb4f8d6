package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** A table that Immich's migrations made is gone: a restore went on after an error, or somebody dropped it. */
final class SchemaTableMissing {

    private SchemaTableMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.TABLE), What.MISSING)
                        .and(SchemaFindings.notMoved(is))
                        .and(SchemaFindings.notOfVectors(should)),
                "Expected every table that Immich's migrations have made. They do not make it again.",
                differences -> SchemaFindings.restore("Look whether somebody has moved table "
                        + differences.get(0).name()
                        + " to another schema. If so, move it back with ALTER TABLE ... SET SCHEMA public. If not, restore table "
                        + differences.get(0).name()));
    }
}
