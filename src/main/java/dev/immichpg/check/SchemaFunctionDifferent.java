package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.need.Expectation;
import java.util.List;

/** Somebody has changed the function, or it is that of another release. */
final class SchemaFunctionDifferent {

    private SchemaFunctionDifferent() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return SchemaFindings.verdict(
                is,
                should,
                SchemaFindings.are(List.of(ObjectKind.FUNCTION), What.DIFFERENT).and(d -> !d.isOfResult()),
                "Expected the function that the release has. White space in its body does not count.",
                differences -> List.of(
                        RemedyStep.person(
                                Phase.CLEAR_AWAY,
                                "Find out who changed function "
                                        + differences.get(0).name()
                                        + ". Immich's text is in table migration_overrides (from 1.136.0 on), and in a backup of the same release.")));
    }
}
