package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What may stop a rebuild, where nobody can tell from outside whether it does (FailureMode.REBUILD_OBSTRUCTED). */
final class RebuildDoubts {

    private static final String RULE = "index";
    private static final String TIMEOUT = "timeout-below-rebuild";

    private RebuildDoubts() {}

    static List<ForecastStep> of(Snapshot is, String index, Relation table) {
        List<ForecastStep> doubts = new ArrayList<>(UnseenFacts.ofRebuild(is, RULE));
        undimensioned(is, table).ifPresent(doubts::add);
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

    /** Immich then takes 512, which those of faces always have; the others have as many as the model. */
    private static Optional<ForecastStep> undimensioned(Snapshot is, Relation table) {
        return is.undimensionedTables()
                .filter(tables -> table.name().equals("smart_search") && tables.contains(table.name()))
                .map(tables -> ForecastStep.unknown(
                        RULE,
                        "Column embedding of smart_search has no dimension. Immich makes it one of 512, which fails if"
                                + " its vectors have another.",
                        "vector-index-missing"));
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
