package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column, or the sequence that it takes its numbers from, was changed by hand or by a tool. */
final class SchemaColumnDifferent {

    private SchemaColumnDifferent() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.COLUMN), What.DIFFERENT)
                        .or(SchemaFindings.are(List.of(ObjectKind.SEQUENCE), What.MISSING, What.DIFFERENT)),
                "Expected the column as the release has it.",
                differences -> remedy(is, should, differences));
    }

    private static List<RemedyStep> remedy(Snapshot is, Expectation should, List<Difference> differences) {
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        List<String> byHand = new ArrayList<>();
        for (Difference d : differences) {
            Optional<List<RemedyStep>> statements = there(is, d)
                    .flatMap(column -> SchemaStatements.of(is, should).column(is, d, column));
            statements.ifPresentOrElse(steps::addAll, () -> byHand.add(change(d)));
        }
        if (!byHand.isEmpty()) {
            steps.add(RemedyStep.person(
                    Phase.GRANT, "Make it as it is in the release: " + String.join("; ", byHand) + "."));
        }
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }

    private static Optional<Column> there(Snapshot is, Difference d) {
        return d.kind() == ObjectKind.COLUMN
                ? is.structure().flatMap(s -> s.table(d.table())).flatMap(t -> t.column(d.name()))
                : Optional.empty();
    }

    private static String change(Difference d) {
        return d.kind() == ObjectKind.SEQUENCE
                ? "sequence " + d.name() + " " + d.expected()
                : "column " + d.name() + " of " + d.table() + " " + d.expected();
    }
}
