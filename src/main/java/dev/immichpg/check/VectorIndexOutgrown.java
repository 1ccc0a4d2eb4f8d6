package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link FailureMode#LISTS_OUTGROWN}: the lists of VectorChord's indexes follow the number of rows, and only a start of
 * Immich makes them follow (start-up.md#rebuild).
 */
final class VectorIndexOutgrown {

    private VectorIndexOutgrown() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().extension() != VectorExtension.VECTORCHORD) {
            return Verdict.notApplicable("Only VectorChord's indexes have lists, and Immich does not use it here.");
        }
        List<Finding> findings = new ArrayList<>();
        boolean any = false;
        for (Map.Entry<String, String> entry : should.release().vectorIndexes().entrySet()) {
            Optional<Relation> table = is.relation(entry.getValue());
            Optional<VectorIndex> index =
                    is.index(entry.getKey()).filter(i -> VectorIndexes.hasMethod(i, VectorExtension.VECTORCHORD));
            if (table.isPresent() && index.isPresent()) {
                any = true;
                // A table that was never analyzed has next to no rows: autovacuum does it from the fiftieth on.
                VectorIndexes.otherLists(VectorExtension.VECTORCHORD, index.get(), table.get())
                        .ifPresent(lists -> findings.add(finding(index.get(), lists)));
            }
        }
        return any ? Verdict.of(findings) : Verdict.notApplicable("There is no index of VectorChord.");
    }

    private static Finding finding(VectorIndex index, int lists) {
        return new Finding(
                index.name(),
                "Index " + index.name() + " has " + count(VectorIndexes.lists(index)) + ". For the rows that "
                        + index.table() + " has now, Immich would give it " + count(lists) + ".",
                "Expected that number: searches are slow, or find less, until Immich's next start rebuilds the index, which locks"
                        + " the table and can take long.",
                Remedy.of(RemedySteps.RESTART_TO_REBUILD));
    }

    private static String count(int lists) {
        return lists + (lists == 1 ? " list" : " lists");
    }
}
