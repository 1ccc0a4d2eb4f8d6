package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Release;
import java.util.ArrayList;
import java.util.List;

/** What may stop a rebuild, where nobody can tell from outside whether it does (FailureMode.REBUILD_OBSTRUCTED). */
final class RebuildDoubts {

    private static final String RULE = "index";
    private static final String TIMEOUT = "timeout-below-rebuild";

    private RebuildDoubts() {}

    static List<ForecastStep> of(Snapshot is, String index, Relation table) {
        List<ForecastStep> doubts = new ArrayList<>(UnseenFacts.ofRebuild(is, RULE));
        DdlTriggers.doubt(DdlTriggers.ofRebuild(is), "Immich rebuilds an index").ifPresent(doubts::add);
        RebuildTime.tooShort(is, table)
                .map(time -> ForecastStep.unknown(RULE, time.sentence(), TIMEOUT))
                .forEach(doubts::add);
        if (is.index(index).isEmpty() && is.relation("public", index).isPresent()) {
            doubts.add(ForecastStep.unknown(
                    RULE,
                    "A table or view is called " + index
                            + ", and Immich drops an index of that name before it creates its" + " own.",
                    "vector-index-missing"));
        }
        RebuildTime.hidden(is).stream()
                .map(name -> ForecastStep.unknown(
                        RULE,
                        "Role " + is.login() + " has its own " + name + ", which hides the server's: it may end a"
                                + " rebuild.",
                        TIMEOUT))
                .forEach(doubts::add);
        DependentObstacle.doubtful(is, index, table.name()).stream()
                .map(d -> ForecastStep.unknown(
                        RULE,
                        DependentObstacle.sentence(d)
                                + " Whether that survives a change of the column's type depends on its expression.",
                        DependentObstacle.check(is, d)))
                .forEach(doubts::add);
        return doubts;
    }

    /** Of both. */
    static List<ForecastStep> of(Snapshot is, Release release) {
        return release.vectorIndexes().entrySet().stream()
                .flatMap(entry ->
                        is.relation(entry.getValue()).stream().flatMap(table -> of(is, entry.getKey(), table).stream()))
                .distinct()
                .toList();
    }
}
