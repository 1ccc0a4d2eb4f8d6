package dev.immichpg.forecast;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.IndexStatus;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;

/**
 * From 1.95.0 to 1.132.x Immich reads pgvecto.rs' {@code pg_vector_index_stat} by its bare name, and rebuilds what it
 * marks (start-up.md#rebuild). A view that the search_path does not reach is taken for "no rebuild"; one that it
 * reaches and is not allowed to read is fatal.
 */
final class ReadIndexView implements StartUpStep {

    private static final String RULE = "index view";
    private static final String VIEW = "pg_vector_index_stat";

    @Override
    public boolean isTakenBy(Release release) {
        return release.reindex() == ReindexRule.BY_INDEX_VIEW;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        ChosenExtension chosen = start.chosen();
        if (chosen.extension() != VectorExtension.PGVECTO_RS) {
            return start.tell();
        }
        String schema = chosen.installed().orElseThrow().schema();
        Optional<Relation> view = start.is().relation(schema, VIEW);
        if (view.isEmpty()) {
            return start.tell();
        }
        return start.tell(unreadable(start, view.get()).orElseGet(() -> rebuild(start)));
    }

    private static Optional<ForecastStep> unreadable(StartProgress start, Relation view) {
        Optional<SearchPath> path = EffectiveSearchPath.of(start.is()).map(EffectiveSearchPath::path);
        boolean reached = SchemaObstacle.of(start.is(), view.schema()).isEmpty();
        if (!reached || view.roleCanSelect()) {
            return Optional.empty();
        }
        String text = "Role " + start.role() + " is not allowed to read view " + view.schema() + "." + VIEW + ".";
        return Optional.of(
                path.isPresent()
                        ? ForecastStep.blocks(RULE, text, "index-view-unreadable")
                        : ForecastStep.unknown(
                                RULE,
                                text + " Immich stops at it if its search_path holds that schema.",
                                "index-view-unreadable"));
    }

    private static ForecastStep rebuild(StartProgress start) {
        Snapshot is = start.is();
        Optional<List<IndexStatus>> status = is.history().indexStatus();
        List<String> outdated = status.stream()
                .flatMap(List::stream)
                .filter(s -> s.status().equals("UPGRADE"))
                .map(IndexStatus::index)
                .toList();
        List<String> foreign = outdated.stream()
                .filter(index -> !VectorIndexes.roleOwnsTableOf(is, index))
                .toList();
        if (!foreign.isEmpty()) {
            return ForecastStep.blocks(
                    RULE,
                    "pgvecto.rs marks " + String.join(" and ", foreign) + " for UPGRADE, but role " + start.role()
                            + " does not own the table.",
                    "object-owned-by-other");
        }
        if (!outdated.isEmpty()) {
            return ForecastStep.changes(RULE, "It rebuilds the vector indexes that pgvecto.rs marks for UPGRADE.");
        }
        if (status.isPresent()) {
            return ForecastStep.passes(RULE, VIEW + " asks for no rebuild.");
        }
        String unseen = "Role " + is.login() + " is not allowed to see whether " + VIEW + " asks for a rebuild.";
        return start.release().vectorIndexes().keySet().stream()
                        .allMatch(index -> VectorIndexes.roleOwnsTableOf(is, index))
                ? ForecastStep.passes(RULE, unseen + " Immich could carry it out.")
                : ForecastStep.unknown(RULE, unseen, "object-owned-by-other");
    }
}
