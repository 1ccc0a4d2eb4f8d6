package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;
import java.util.stream.Stream;

/** A value is missing: rows that have it cannot be written. */
final class SchemaEnumValueMissing {

    private SchemaEnumValueMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.ENUM, ObjectKind.ENUM_VALUE), What.MISSING),
                "Expected all values of the release. Immich writes them.",
                SchemaEnumValueMissing::remedy);
    }

    static List<RemedyStep> remedy(List<Difference> differences) {
        return differences.stream()
                .flatMap(d -> d.kind() == ObjectKind.ENUM_VALUE
                        ? Stream.of(RemedyStep.immichRole(
                                Phase.GRANT,
                                "ALTER TYPE " + Sql.name("public", d.table()) + " ADD VALUE " + Sql.text(d.name())
                                        + ";"))
                        : SchemaFindings.restore("Restore enum " + d.name() + ", and the columns of its type,")
                                .stream())
                .toList();
    }
}
