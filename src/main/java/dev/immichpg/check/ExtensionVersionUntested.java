package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#PGVECTOR_DRIFT}: the documented ranges, which Immich does not enforce. If VectorChord is
 * used, Immich does not look at pgvector at all.
 */
final class ExtensionVersionUntested {

    private ExtensionVersionUntested() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().installed().isEmpty()) {
            return Verdict.noVectorExtensionInstalled();
        }
        Optional<VersionRange> range = chosen.get().support().documented();
        Optional<VersionRange> beneath = chosen.get().extension() == VectorExtension.VECTORCHORD
                ? release.pgvectorForVectorChord().documented()
                : Optional.empty();
        if (range.isEmpty() && beneath.isEmpty()) {
            return Verdict.notApplicable("The documentation of this release names no versions of "
                    + chosen.get().title() + ".");
        }
        List<Finding> findings = new ArrayList<>();
        add(findings, chosen.get().installed().get(), chosen.get().extension(), range);
        is.installed("vector").ifPresent(e -> add(findings, e, VectorExtension.PGVECTOR, beneath));
        return Verdict.of(findings);
    }

    private static void add(
            List<Finding> findings,
            InstalledExtension installed,
            VectorExtension extension,
            Optional<VersionRange> range) {
        if (range.isEmpty()
                || Version.parse(installed.version())
                        .filter(range.get()::contains)
                        .isPresent()) {
            return;
        }
        findings.add(new Finding(
                installed.name(),
                extension.title() + " " + installed.version() + " is installed.",
                "Immich's documentation lists " + range.get().text() + " as known to work.",
                Remedy.of(RemedyStep.person(
                        Phase.INSTALL_PACKAGES,
                        "Use a version of " + extension.title() + " within "
                                + range.get().text() + ", or a release of Immich that lists yours."))));
    }
}
