package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Collectors;

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
                differences -> SchemaColumnDifferent.remedy(differences));
    }

    static List<RemedyStep> remedy(List<Difference> differences) {
        return List.of(
                RemedyStep.STOP_IMMICH,
                RemedyStep.person(
                        Phase.GRANT,
                        "Make it as it is in the release: "
                                + differences.stream()
                                        .map(SchemaColumnDifferent::change)
                                        .collect(Collectors.joining("; "))
                                + "."),
                RemedyStep.START_IMMICH);
    }

    private static String change(Difference d) {
        return d.kind() == ObjectKind.SEQUENCE
                ? "sequence " + d.name() + " " + d.expected()
                : "column " + d.name() + " of " + d.table() + " " + d.expected();
    }
}
