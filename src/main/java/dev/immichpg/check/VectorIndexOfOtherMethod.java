package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#SETTING_LEFT_IN_IMMICH}, and a change of extension that was not carried through: Immich rebuilds
 * such an index (start-up.md#rebuild). That it changes without anybody having said so,
 * {@link VectorExtensionAboutToSwitch} tells.
 */
final class VectorIndexOfOtherMethod {

    private VectorIndexOfOtherMethod() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (should.release().reindex() != ReindexRule.BY_INDEX_DEFINITION) {
            return Verdict.notApplicable("This release of Immich does not compare access methods.");
        }
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || is.vectorIndexes().isEmpty()) {
            return Verdict.notApplicable("There is no vector index, or no extension to compare it with.");
        }
        if (VectorData.moves(is, should, chosen.get())) {
            return Verdict.ok(); // Another check tells, with what the change needs.
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : should.release().vectorIndexes().keySet()) {
            Optional<VectorIndex> index = is.index(name);
            if (index.isPresent()
                    && !VectorIndexes.hasMethod(index.get(), chosen.get().extension())) {
                findings.add(new Finding(
                        name,
                        "Index " + name + " has access method " + index.get().accessMethod() + ".",
                        "Expected " + chosen.get().extension().accessMethod() + ", of "
                                + chosen.get().title() + ", which Immich will use at its next start.",
                        Remedy.of(
                                RemedyStep.advice(
                                        "To keep the present extension instead, set DB_VECTOR_EXTENSION before Immich"
                                                + " starts."),
                                RemedySteps.RESTART_TO_REBUILD)));
            }
        }
        return Verdict.of(findings);
    }
}
