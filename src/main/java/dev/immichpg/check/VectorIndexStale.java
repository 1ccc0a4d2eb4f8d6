package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#INDEX_FORMAT_STALE}. The rows' ages tell (immich-and-postgres.md#row-ages): ALTER EXTENSION …
 * UPDATE rewrites the extension's, REINDEX the index's. They cannot tell from which version, so an update within one
 * format on disk shows as well.
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
        List<Finding> findings = new ArrayList<>();
        for (String name : should.release().vectorIndexes().keySet()) {
            Optional<VectorIndex> index = is.index(name);
            if (index.isPresent()
                    && VectorIndexes.hasMethod(index.get(), chosen.get().extension())
                    && VectorIndexes.mayBeStale(is, chosen.get(), name)) {
                findings.add(finding(is, chosen.get(), index.get()));
            }
        }
        return is.vectorIndexes().isEmpty() ? Verdict.notApplicable("There is no vector index.") : Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, ChosenExtension chosen, VectorIndex index) {
        // pgvecto.rs upgrades the files of all its indexes at once.
        List<RemedyStep> steps = new ArrayList<>(
                chosen.extension() == VectorExtension.PGVECTO_RS
                        ? RemedySteps.afterUpdate(is, chosen)
                        : RemedySteps.rebuild(is, index));
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Finding(
                index.name(),
                "Extension " + chosen.name() + " was updated to "
                        + chosen.installed().orElseThrow().version() + " after index " + index.name()
                        + " was last built.",
                "Expected it to be rebuilt after an update: if the format on disk has changed, every search in it fails.",
                new Remedy(steps));
    }
}
