package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.LeftoverIndex;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#INDEX_INVALID}: an index build that was cancelled; Postgres does not use such an index, and Immich
 * does not see it.
 */
final class VectorIndexInvalid {

    private VectorIndexInvalid() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.vectorIndexes().isEmpty() && is.leftoverIndexes().isEmpty()) {
            return Verdict.notApplicable("There is no vector index.");
        }
        if (is.startUpLock().buildingIndexes() > 0) {
            return Verdict.notApplicable(
                    "An index is being built at this moment, and is invalid until the build ends.");
        }
        List<Finding> findings = new ArrayList<>();
        for (VectorIndex index : is.vectorIndexes()) {
            if (!index.valid() || !index.ready()) {
                findings.add(new Finding(
                        index.name(),
                        "Index " + index.name() + " is marked " + (index.valid() ? "not ready" : "invalid") + ".",
                        "Expected a valid index: Postgres does not use this one.",
                        new Remedy(RemedySteps.rebuild(is, index))));
            }
        }
        is.leftoverIndexes().forEach(leftover -> findings.add(leftOver(is, leftover)));
        return Verdict.of(findings);
    }

    private static Finding leftOver(Snapshot is, LeftoverIndex leftover) {
        boolean roleOwns = is.vectorIndexes().stream()
                .filter(index -> index.schema().equals(leftover.schema())
                        && leftover.name().startsWith(index.name() + "_cc"))
                .findFirst()
                .flatMap(index -> is.relation(index.schema(), index.table()))
                .map(Relation::roleOwns)
                .orElse(false);
        return new Finding(
                leftover.name(),
                "Index " + leftover.name() + " is left over from a REINDEX CONCURRENTLY that did not finish."
                        + (Snapshot.mayBeCut(is.leftoverIndexes())
                                ? " Only the first " + Snapshot.LONGEST_LIST + " such indexes were looked at."
                                : ""),
                "Expected no such index: nothing reads it, and every change of the table has to write to it.",
                Remedy.of(RemedySteps.owner(
                        roleOwns, "DROP INDEX " + Sql.name(leftover.schema(), leftover.name()) + ";")));
    }
}
