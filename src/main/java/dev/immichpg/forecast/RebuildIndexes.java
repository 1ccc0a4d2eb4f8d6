package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Since 1.133.0 Immich looks at the definition of each vector index, and rebuilds it where it has another
 * (start-up.md#rebuild).
 */
final class RebuildIndexes implements StartUpStep {

    private static final String RULE = "index";

    @Override
    public boolean isTakenBy(Release release) {
        return release.reindex() == ReindexRule.BY_INDEX_DEFINITION;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        List<ForecastStep> told = new ArrayList<>();
        StartProgress now = start;
        for (var entry : start.release().vectorIndexes().entrySet()) {
            Optional<Relation> table = now.is().relation(entry.getValue());
            StepOutcome outcome = table.isPresent()
                    ? rebuild(now, entry.getKey(), table.get())
                    : withoutTable(now, entry.getKey(), entry.getValue());
            told.addAll(outcome.steps());
            if (outcome.stops()) {
                return new StepOutcome(told, outcome.after());
            }
            now = now.after(outcome.after());
        }
        return now.tell(told);
    }

    private static StepOutcome withoutTable(StartProgress start, String index, String table) {
        if (VectorIndexes.isYetToBeMade(start.is(), table) || PrewarmIndexes.happens(start)) {
            return start.tell(); // The index is made with its table; or loading it stops Immich anyway.
        }
        return start.tell(ForecastStep.warns(RULE, VectorIndexes.bothAbsent(index, table), "vector-table-missing"));
    }

    private static StepOutcome rebuild(StartProgress start, String index, Relation table) {
        Snapshot is = start.is();
        ChosenExtension chosen = start.chosen();
        Optional<ForecastStep> unseen = unseen(start, index, table);
        if (unseen.isPresent()) {
            return start.tell(unseen);
        }
        Optional<String> reason = VectorIndexes.rebuildReason(is, chosen.extension(), index, table)
                .map(why -> FoundIndex.reason(is, index, why));
        if (reason.isEmpty()) {
            return start.tell();
        }
        Optional<ForecastStep> readOnly = ReadOnlySessions.stop(is, reason.get() + " Immich would have to rebuild it.");
        if (readOnly.isPresent()) {
            return start.tell(readOnly);
        }
        Optional<ForecastStep> unconverted =
                RebuildObstacle.ofColumn(is, chosen, index, table).map(obstacle -> obstacle.step(RULE, reason.get()));
        if (unconverted.isPresent()) {
            return DroppedIndexes.beforeRebuild(start, index)
                    .map(drops -> start.tell(drops, unconverted.get()))
                    .orElseGet(() -> start.tell(unconverted));
        }
        List<ForecastStep> told = new ArrayList<>(
                RebuildObstacle.library(is, chosen, table).stream().toList());
        Optional<RebuildObstacle> unfound = RebuildObstacle.ofIndex(is, chosen, table);
        if (unfound.isPresent()) {
            DroppedIndexes.beforeRebuild(start, index).ifPresent(told::add);
            told.add(unfound.get().step(RULE, reason.get()));
            return start.tell(told);
        }
        told.addAll(RebuildDoubts.of(is, index, table));
        if (EmbeddingColumn.isMissing(is, table.name())) {
            told.add(ForecastStep.changes(
                    RULE,
                    "Table " + table.name()
                            + " has no column embedding: Immich empties it, adds the column and creates " + index + ".",
                    "vector-table-missing"));
        } else {
            told.add(ForecastStep.changes(RULE, reason.get() + " Immich rebuilds it, which can take long."));
        }
        return new StepOutcome(told, Changes.rebuilt(is, chosen.extension(), index, table));
    }

    /** Immich stops before it knows whether it has to rebuild the index. */
    private static Optional<ForecastStep> unseen(StartProgress start, String index, Relation table) {
        VectorExtension extension = start.chosen().extension();
        if (start.is().index(index).isEmpty()) {
            return Optional.empty();
        }
        if (extension == VectorExtension.VECTORCHORD && !table.roleCanSelect()) {
            return Optional.of(ForecastStep.blocks(
                    RULE,
                    "Role " + start.role() + " is not allowed to read table " + table.name()
                            + ", whose rows Immich counts.",
                    "object-owned-by-other"));
        }
        boolean gone = start.is()
                .probe(table.name())
                .flatMap(SearchFailure::of)
                .filter(failure -> failure == SearchFailure.LIBRARY_GONE)
                .isPresent();
        return extension == VectorExtension.PGVECTOR && gone
                ? Optional.of(ForecastStep.blocks(
                        RULE,
                        "The library of pgvector cannot be loaded, and without it Immich cannot read the definition of "
                                + index + ".",
                        "vector-query-failing"))
                : Optional.empty();
    }
}
