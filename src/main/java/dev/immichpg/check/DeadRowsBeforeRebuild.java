package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#DEAD_ROWS_BREAK_A_REBUILD}: the build of an index also reads rows that are dead, and fails on one
 * whose vector is gone from the TOAST table. One such row is enough, so the threshold is one. The check reports it
 * only while a rebuild is due; VACUUM is cheap.
 */
final class DeadRowsBeforeRebuild {

    private DeadRowsBeforeRebuild() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        List<Finding> findings = new ArrayList<>();
        List<Relation> uncounted = new ArrayList<>();
        boolean any = false;
        for (Map.Entry<String, String> entry : should.release().vectorIndexes().entrySet()) {
            Optional<Relation> table = is.relation(entry.getValue());
            if (chosen.isPresent()
                    && table.isPresent()
                    && isRebuildDue(is, should, chosen.get(), entry.getKey(), table.get())) {
                any = true;
                if (hasDeadRows(is, table.get())) {
                    findings.add(finding(is, entry.getKey(), table.get()));
                } else if (!areCounted(is, table.get())) {
                    uncounted.add(table.get());
                }
            }
        }
        if (findings.isEmpty() && !uncounted.isEmpty()) {
            throw new Undecidable("How many rows are dead in "
                    + uncounted.stream().map(Relation::name).collect(Collectors.joining(" and "))
                    + " was not counted since the statistics were reset, as by a crash. Before a rebuild run: "
                    + uncounted.stream()
                            .map(table -> VacuumStep.of(is, table).text())
                            .collect(Collectors.joining(" ")));
        }
        return any ? Verdict.of(findings) : Verdict.notApplicable("No rebuild of a vector index is due.");
    }

    private static boolean isRebuildDue(
            Snapshot is, Expectation should, ChosenExtension chosen, String name, Relation table) {
        Optional<VectorIndex> index = is.index(name);
        boolean invalid = index.filter(i -> !i.valid()).isPresent();
        boolean byStart = should.release().reindex() == ReindexRule.BY_INDEX_DEFINITION
                && VectorIndexes.rebuildReason(is, chosen.extension(), name, table)
                        .isPresent();
        boolean stale = VectorIndexes.mayBeStale(is, should.releases().vectorChord(), chosen, name);
        // Whoever carries it out, Immich or a superuser: an update ends with a rebuild.
        return invalid || byStart || stale || chosen.isBehind();
    }

    private static boolean hasDeadRows(Snapshot is, Relation table) {
        return is.vectorTables().stream()
                .anyMatch(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()) && t.deadRows() > 0);
    }

    private static boolean areCounted(Snapshot is, Relation table) {
        return is.vectorTables().stream()
                .filter(t -> t.schema().equals(table.schema()) && t.name().equals(table.name()))
                .allMatch(t -> t.deadRowsCounted().orElse(false));
    }

    private static Finding finding(Snapshot is, String index, Relation table) {
        return new Finding(
                table.name(),
                "Table " + table.name() + " has dead rows, and a rebuild of its index " + index + " is due.",
                "Expected VACUUM to have removed them: a build reads them too, and fails on one whose vector is gone"
                        + " (missing chunk number 0 for toast value).",
                Remedy.of(VacuumStep.of(is, table)));
    }
}
