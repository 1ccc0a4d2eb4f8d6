package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#KNOWN_BAD_RELEASE} of pgvector (releases.md#known-bad-releases), where Immich's indexes are its own: its
 * HNSW code is what is at fault, and VectorChord does not use it.
 */
final class PgvectorFaulty {

    private static final VersionRange FAULTY = VersionRange.of("<0.8.3");

    private PgvectorFaulty() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<ChosenExtension> chosen =
                ChosenExtension.of(is, should).filter(c -> c.extension() == VectorExtension.PGVECTOR);
        if (chosen.isEmpty() || chosen.get().installed().isEmpty()) {
            return Verdict.notApplicable("Immich's vectors are not indexed by pgvector.");
        }
        return FAULTY.contains(chosen.get().installed().get().version())
                ? Verdict.problem(finding(is, chosen.get()))
                : Verdict.ok();
    }

    private static Finding finding(Snapshot is, ChosenExtension pgvector) {
        boolean onDisk = pgvector.available()
                .filter(e -> !FAULTY.contains(e.version()) && pgvector.accepts(e.version()))
                .isPresent();
        List<RemedyStep> steps = new ArrayList<>();
        if (!onDisk) {
            steps.add(RemedyStep.person(
                    Phase.INSTALL_PACKAGES,
                    "Install the package of pgvector 0.8.3 or newer for Postgres "
                            + is.server().major() + "."));
        }
        steps.add(RemedySteps.alterUpdate(pgvector.name()));
        is.vectorIndexes().stream()
                .filter(index -> index.accessMethod().equals(VectorExtension.PGVECTOR.accessMethod()))
                .forEach(index -> steps.addAll(RemedySteps.rebuild(is, index)));
        return new Finding(
                pgvector.name(),
                "pgvector " + pgvector.installed().orElseThrow().version()
                        + " is installed, and Immich's vector indexes are its own.",
                "Expected 0.8.3 or newer: before, VACUUM can damage an HNSW index, and before 0.8.2 a parallel build can"
                        + " overflow.",
                new Remedy(steps));
    }
}
