package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.PgvectorVersion;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#PGVECTOR_TOO_OLD}: CREATE EXTENSION vchord fails with "type halfvec[] does not exist" on a
 * pgvector without that type.
 */
final class PgvectorTooOld {

    private PgvectorTooOld() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().extension() != VectorExtension.VECTORCHORD) {
            return Verdict.notApplicable("Immich will not use VectorChord.");
        }
        if (chosen.get().installed().isPresent()) {
            return Verdict.notApplicable("VectorChord is installed already.");
        }
        return PgvectorVersion.stopsCreation(is, release, chosen.get())
                ? Verdict.problem(finding(is, release))
                : Verdict.ok();
    }

    private static Finding finding(Snapshot is, Release release) {
        VersionRange range = release.pgvectorForVectorChord().enforced().orElseThrow();
        return new Finding(
                VectorExtension.PGVECTOR.extensionName(),
                "pgvector " + PgvectorVersion.tooOld(is, release).orElseThrow() + " is "
                        + (is.installed("vector").isPresent() ? "installed in this database." : "what the server has."),
                "VectorChord, which Immich will use at its next start, can only be created on pgvector " + range.text()
                        + ".",
                remedy(is, release, range));
    }

    private static Remedy remedy(Snapshot is, Release release, VersionRange range) {
        List<RemedyStep> steps = new ArrayList<>();
        Optional<String> available = is.available("vector").map(AvailableExtension::version);
        boolean packageWillDo = available.filter(range::contains).isPresent();
        if (!packageWillDo) {
            steps.add(RemedyStep.person(
                    Phase.INSTALL_PACKAGES,
                    "Install a version of pgvector within "
                            + release.pgvectorForVectorChord()
                                    .documented()
                                    .orElse(range)
                                    .text()
                            + " for Postgres " + is.server().major() + "."));
        }
        steps.addAll(RemedySteps.createVectorChord(is, release));
        steps.add(RemedyStep.RESTART_IMMICH);
        return new Remedy(steps);
    }
}
