package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** A constraint is gone, was never validated, or has another name than the release gives it. */
final class SchemaConstraintDifferent {

    private SchemaConstraintDifferent() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(
                                List.of(ObjectKind.FOREIGN_KEY, ObjectKind.CHECK),
                                What.MISSING,
                                What.DIFFERENT,
                                What.INVALID,
                                What.RENAMED)
                        .or(SchemaFindings.are(
                                List.of(ObjectKind.KEY, ObjectKind.UNIQUE_INDEX, ObjectKind.INDEX), What.RENAMED))
                        .and(SchemaFindings.notMoved(is)),
                "Expected the constraints as the release has them. Migrations find them by their names.",
                differences -> SchemaConstraintDifferent.remedy(differences, SchemaStatements.of(is, should)));
    }

    static List<RemedyStep> remedy(List<Difference> differences, SchemaStatements statements) {
        return differences.stream()
                .flatMap(d -> (d.kind() == ObjectKind.INDEX || d.kind() == ObjectKind.UNIQUE_INDEX
                                ? statements.index(d)
                                : statements.constraint(d))
                        .stream())
                .toList();
    }
}
