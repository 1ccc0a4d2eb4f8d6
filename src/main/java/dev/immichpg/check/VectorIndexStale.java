package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.IndexFormat;
import dev.immichpg.forecast.IndexFormat.Fit;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorChordVersions;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#INDEX_FORMAT_STALE}, {@link FailureMode#INDEX_BUILT_BY_OLD_LIBRARY}. The rows' ages tell
 * (immich-and-postgres.md#row-ages): ALTER EXTENSION … UPDATE rewrites the extension's, REINDEX the index's. They cannot tell
 * from which version: the agent's memory can, and else the possible formats are named.
 */
final class VectorIndexStale {

    private VectorIndexStale() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().installed().isEmpty()) {
            return Verdict.noVectorExtensionInstalled();
        }
        if (chosen.get().extension() == VectorExtension.PGVECTOR) {
            return Verdict.notApplicable("pgvector's indexes outlive its updates.");
        }
        if (is.vectorIndexes().isEmpty()) {
            return Verdict.notApplicable("There is no vector index.");
        }
        VectorChordVersions lines = should.releases().vectorChord();
        List<VectorIndex> indexes = should.release().vectorIndexes().keySet().stream()
                .flatMap(name -> is.index(name).stream())
                .filter(index -> VectorIndexes.hasMethod(index, chosen.get().extension()))
                .toList();
        List<Finding> findings = indexes.stream()
                .filter(index -> VectorIndexes.mayBeStale(is, lines, chosen.get(), index.name()))
                .map(index -> finding(is, lines, chosen.get(), index))
                .toList();
        if (findings.isEmpty() && chosen.get().extension() == VectorExtension.VECTORCHORD) {
            mustBeOfKnownBuilder(is, lines, indexes);
        }
        return Verdict.of(findings);
    }

    private static void mustBeOfKnownBuilder(Snapshot is, VectorChordVersions lines, List<VectorIndex> indexes) {
        indexes.stream()
                .map(index -> IndexFormat.of(is, lines, index))
                .filter(format -> format.fit() == Fit.BUILDER_UNKNOWN)
                .findFirst()
                .ifPresent(format -> {
                    throw new Undecidable(
                            format.why() + " A search tells: with the setting probe the agent makes one. Where it"
                                    + " has a state directory, it remembers the next update.");
                });
    }

    private static String observed(Snapshot is, VectorChordVersions lines, ChosenExtension chosen, VectorIndex index) {
        return chosen.extension() == VectorExtension.VECTORCHORD
                ? IndexFormat.of(is, lines, index).why()
                : "Extension " + chosen.name() + " was updated to "
                        + chosen.installed().orElseThrow().version() + " after index " + index.name()
                        + " was last built.";
    }

    private static Finding finding(Snapshot is, VectorChordVersions lines, ChosenExtension chosen, VectorIndex index) {
        // pgvecto.rs upgrades the files of all its indexes at once.
        List<RemedyStep> steps = new ArrayList<>(
                chosen.extension() == VectorExtension.PGVECTO_RS
                        ? RemedySteps.afterUpdate(is, chosen)
                        : RemedySteps.rebuild(is, index));
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Finding(
                index.name(),
                observed(is, lines, chosen, index),
                "Expected it to be rebuilt after an update: if the format on disk has changed, every search in it fails.",
                new Remedy(steps));
    }
}
