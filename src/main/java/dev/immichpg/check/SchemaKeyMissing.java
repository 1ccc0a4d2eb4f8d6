package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** A key is gone: a restore could not make it, since there were duplicates, or somebody dropped it. */
final class SchemaKeyMissing {

    private SchemaKeyMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(
                                List.of(ObjectKind.KEY, ObjectKind.UNIQUE_INDEX),
                                What.MISSING,
                                What.DIFFERENT,
                                What.INVALID)
                        .and(d -> !d.expected().isEmpty()),
                "Expected the key. Without it Immich's upserts fail (ON CONFLICT), and duplicates go in.",
                differences -> SchemaKeyMissing.remedy(differences, SchemaStatements.of(is, should)));
    }

    static List<RemedyStep> remedy(List<Difference> differences, SchemaStatements statements) {
        return differences.stream()
                .flatMap(d -> (d.kind() == ObjectKind.KEY ? statements.constraint(d) : statements.index(d)).stream())
                .toList();
    }
}
