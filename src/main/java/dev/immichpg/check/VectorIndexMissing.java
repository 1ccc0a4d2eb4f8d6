package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** #3 of ref §9: searches are slow; since 1.133.0 Immich makes a missing index at its start (ref §1.5). */
final class VectorIndexMissing {

    private VectorIndexMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        boolean rebuilds = should.release().reindex() == ReindexRule.BY_INDEX_DEFINITION;
        List<Finding> findings = new ArrayList<>();
        boolean anyTable = false;
        for (Map.Entry<String, String> entry : should.release().vectorIndexes().entrySet()) {
            boolean hasTable = is.relation(entry.getValue()).isPresent();
            anyTable |= hasTable;
            if (hasTable && is.index(entry.getKey()).isEmpty()) {
                findings.add(
                        new Finding(
                                entry.getKey(),
                                "Index " + entry.getKey() + " does not exist on table " + entry.getValue() + ".",
                                "Expected it: without it every search reads the whole table.",
                                Remedy.of(
                                        rebuilds
                                                ? Step.person(
                                                        Phase.START_IMMICH,
                                                        "Restart Immich, which then builds the index. That may take long; do not"
                                                                + " interrupt it.")
                                                : Step.person(
                                                        Phase.REBUILD_INDEX,
                                                        "Create the index as Immich's documentation for this release shows."))));
            }
        }
        return anyTable ? Verdict.of(findings) : Verdict.notApplicable("Immich has not made its tables yet.");
    }
}
