package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.SupportedVersions;
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
        add(findings, is, should, chosen.get().installed().get(), chosen.get().extension(), range);
        is.installed("vector").ifPresent(e -> add(findings, is, should, e, VectorExtension.PGVECTOR, beneath));
        return Verdict.of(findings);
    }

    private static void add(
            List<Finding> findings,
            Snapshot is,
            Expectation should,
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
                Remedy.of(RemedyStep.advice(advice(is, should, installed, extension, range.get())))));
    }

    /** No script leads back from a version that is too new. */
    private static String advice(
            Snapshot is,
            Expectation should,
            InstalledExtension installed,
            VectorExtension extension,
            VersionRange range) {
        String within = is.available(installed.name())
                .filter(e -> range.contains(e.version()) && isUpdate(installed.version(), e.version()))
                .map(e -> "Update it to " + e.version() + ", which the server has.")
                .orElse("Use a version within " + range.text()
                        + " at the next opportunity. No script leads back from a newer one.");
        return within
                + ReachableRelease.first(is, should, row -> lists(row, extension, installed.version()))
                        .map(release -> " Immich " + release.version().text() + " lists " + installed.version() + ". "
                                + release.howToUpgrade())
                        .orElse("");
    }

    private static boolean isUpdate(String from, String to) {
        Optional<Version> installed = Version.parse(from);
        return installed.isEmpty()
                || Version.parse(to).filter(v -> v.isNewerThan(installed.get())).isPresent();
    }

    private static boolean lists(Release row, VectorExtension extension, String version) {
        Optional<VersionRange> documented = extension == VectorExtension.PGVECTOR
                        && row.vectorExtensions().containsKey(VectorExtension.VECTORCHORD)
                ? row.pgvectorForVectorChord().documented()
                : Optional.ofNullable(row.vectorExtensions().get(extension)).flatMap(SupportedVersions::documented);
        return documented.filter(range -> range.contains(version)).isPresent();
    }
}
