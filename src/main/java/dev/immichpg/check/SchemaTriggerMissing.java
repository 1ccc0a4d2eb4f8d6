package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Stream;

/** A trigger is gone, disabled, or defined in another way: pg_restore --disable-triggers that was interrupted, a tool, or a hand. */
final class SchemaTriggerMissing {

    private SchemaTriggerMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.TRIGGER), What.MISSING, What.DIFFERENT, What.DISABLED)
                        .and(d -> !d.expected().isEmpty()),
                "Expected the triggers of the release, each of them enabled.",
                differences -> remedy(is, differences));
    }

    /** @param differences of one table */
    private static List<RemedyStep> remedy(Snapshot is, List<Difference> differences) {
        List<Difference> others =
                differences.stream().filter(d -> d.what() != What.DISABLED).toList();
        Stream<RemedyStep> enabled = differences.stream()
                .filter(d -> d.what() == What.DISABLED)
                .map(d -> RemedyStep.immichRole(
                        Phase.GRANT,
                        "ALTER TABLE " + SchemaFindings.qualified(d.table()) + " ENABLE TRIGGER " + Sql.name(d.name())
                                + ";"));
        return Stream.concat(
                        enabled,
                        others.isEmpty()
                                ? Stream.empty()
                                : SchemaFindings.remade(
                                        is,
                                        others,
                                        SchemaFindings.restore("Restore the triggers of table "
                                                + others.get(0).table()))
                                        .stream())
                .toList();
    }
}
