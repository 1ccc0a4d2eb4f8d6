package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Immich loads VectorChord's indexes with vchordrq_prewarm, which it names without its schema (start-up.md#steps, step
 * 15).
 */
final class PrewarmIndexes implements StartUpStep {

    private static final String RULE = "prewarm";

    @Override
    public boolean isTakenBy(Release release) {
        return release.prewarms();
    }

    /** It is a part of this start. */
    static boolean happens(StartProgress start) {
        return start.release().prewarms() && start.chosen().extension() == VectorExtension.VECTORCHORD;
    }

    @Override
    public StepOutcome take(StartProgress start) {
        if (!happens(start)) {
            return start.tell();
        }
        List<ForecastStep> told = new ArrayList<>();
        for (var entry : start.release().vectorIndexes().entrySet()) {
            Optional<ForecastStep> blocks = blocks(start, entry.getKey(), entry.getValue());
            if (blocks.isPresent()) {
                told.add(blocks.get());
                return start.tell(told);
            }
            Optional<ForecastStep> stale = stale(start, entry.getKey());
            stale.ifPresent(told::add);
            if (stale.filter(step -> step.effect() == Effect.BLOCKS).isPresent()) {
                return start.tell(told);
            }
        }
        function(start).ifPresent(told::add);
        return start.tell(told);
    }

    private static Optional<ForecastStep> blocks(StartProgress start, String index, String table) {
        Snapshot is = start.is();
        if (is.relation(table).isEmpty()) {
            return VectorIndexes.isYetToBeMade(is, table)
                    ? Optional.empty()
                    : Optional.of(ForecastStep.blocks(
                            RULE,
                            VectorIndexes.bothAbsent(index, table) + " Immich stops when it loads the index.",
                            "vector-table-missing"));
        }
        if (FoundIndex.isBeyondPath(is, index)) {
            return Optional.of(ForecastStep.blocks(
                    RULE,
                    "Immich takes index " + index
                            + " of another schema for its own and does not make the missing one in"
                            + " public. It stops when it loads the index.",
                    "object-outside-public"));
        }
        return is.probe(table)
                .flatMap(SearchFailure::of)
                .filter(failure -> failure == SearchFailure.FORMAT_STALE)
                .map(failure -> ForecastStep.blocks(
                        RULE,
                        index + " has a format on disk that VectorChord does not read: a search in " + table
                                + " fails, and Immich stops when it loads the index.",
                        "vector-query-failing"));
    }

    private static Optional<ForecastStep> stale(StartProgress start, String index) {
        Snapshot is = start.is();
        Optional<VectorIndex> found = is.index(index);
        // What this start has built itself fits.
        if (found.isEmpty() || !found.equals(start.found().index(index))) {
            return Optional.empty();
        }
        VectorChordVersions lines = start.should().releases().vectorChord();
        IndexFormat format = IndexFormat.of(is, lines, found.get());
        String check = "vector-index-stale";
        return switch (format.fit()) {
            case FITS -> Optional.empty();
            case STALE ->
                Optional.of(
                        IndexProof.readerIsOpen(
                                        is, lines, start.chosen().installed().orElseThrow())
                                ? ForecastStep.unknown(
                                        RULE,
                                        format.why()
                                                + " Immich stops when it loads the index, unless Postgres has not been"
                                                + " restarted since that update.",
                                        check)
                                : ForecastStep.blocks(
                                        RULE, format.why() + " Immich stops when it loads the index.", check));
            case PERHAPS, BUILDER_UNKNOWN ->
                Optional.of(ForecastStep.unknown(
                        RULE,
                        format.why() + " If it has another format, Immich stops when it loads the index.",
                        check));
        };
    }

    private static Optional<ForecastStep> function(StartProgress start) {
        String why = " Immich calls vchordrq_prewarm on every start.";
        return start.chosen()
                .installed()
                .flatMap(extension -> SchemaObstacle.of(start.is(), extension.schema()))
                .map(obstacle -> ForecastStep.blocks(RULE, obstacle.sentence(start.is()) + why, obstacle.check()))
                .or(() -> MemberObstacle.ofFunction(start.is(), start.chosen().name(), "vchordrq_prewarm")
                        .map(seen -> ForecastStep.blocks(RULE, seen + why, MemberObstacle.CHECK)))
                .or(() -> MemberMissing.ofFunction(start.is(), start.chosen().name(), "vchordrq_prewarm")
                        .map(seen -> ForecastStep.blocks(RULE, seen + why, MemberMissing.CHECK)))
                .or(() -> UnseenFacts.ofMembers(start.is(), RULE));
    }
}
