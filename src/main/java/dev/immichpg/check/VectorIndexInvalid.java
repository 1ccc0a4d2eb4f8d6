package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** #54 of ref §9: an index build that was cancelled; Postgres does not use such an index, and Immich does not see it. */
final class VectorIndexInvalid {

    private VectorIndexInvalid() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.vectorIndexes().isEmpty()) {
            return Verdict.notApplicable("There is no vector index.");
        }
        List<Finding> findings = new ArrayList<>();
        for (VectorIndex index : is.vectorIndexes()) {
            if (!index.valid() || !index.ready()) {
                findings.add(new Finding(
                        index.name(),
                        "Index " + index.name() + " is marked " + (index.valid() ? "not ready" : "invalid") + ".",
                        "Expected a valid index: Postgres does not use this one.",
                        new Remedy(Procedure.rebuild(is, index))));
            }
        }
        return Verdict.of(findings);
    }
}
