package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * #1 and #13 of ref §9. Since 1.112.0 Immich judges the available version first, and the installed one only where no
 * update is due; before, the installed one alone (ref §1.3).
 */
final class VectorExtensionOutOfRange {

    private VectorExtensionOutOfRange() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<Chosen> choice = Chosen.of(is, should);
        if (choice.isEmpty()) {
            return Verdict.notApplicable("No vector extension that Immich could use is available.");
        }
        Chosen chosen = choice.get();
        Optional<VersionRange> range = chosen.support().enforced();
        if (range.isEmpty()) {
            return Verdict.notApplicable(
                    "This release of Immich does not look at the version of " + chosen.title() + ".");
        }
        List<Finding> findings = new ArrayList<>();
        boolean enforced = release.available() == AvailableRule.ENFORCED;
        if (chosen.available().isPresent() && (enforced || chosen.installed().isEmpty())) {
            String version = chosen.available().get().version();
            if (!allows(range.get(), version)) {
                findings.add(finding(is, chosen, version, "available on the server", range.get()));
            }
        }
        boolean updated = chosen.updateIsTried(release) && (enforced || chosen.updateSucceeds(is));
        if (chosen.installed().isPresent()) {
            String version = chosen.installed().get().version();
            if ((!updated || isNightly(version)) && !allows(range.get(), version)) {
                findings.add(finding(is, chosen, version, "installed in this database", range.get()));
            }
        }
        return Verdict.of(findings);
    }

    /** The next start stops at the version that is available on the server. */
    static boolean refusesAvailable(Release release, Chosen chosen) {
        return release.available() == AvailableRule.ENFORCED
                && chosen.available().isPresent()
                && chosen.support()
                        .enforced()
                        .filter(range -> !allows(range, chosen.available().get().version()))
                        .isPresent();
    }

    private static boolean allows(VersionRange range, String version) {
        return Version.parse(version).filter(range::contains).isPresent();
    }

    private static boolean isNightly(String version) {
        return version.equals("0.0.0");
    }

    private static Finding finding(Snapshot is, Chosen chosen, String version, String where, VersionRange range) {
        boolean nightly = isNightly(version);
        String title = chosen.title();
        List<Step> steps = new ArrayList<>();
        steps.add(Step.STOP_IMMICH);
        steps.add(Step.person(
                Phase.INSTALL_PACKAGES,
                "Install a version of " + title + " within " + range.text() + " for Postgres "
                        + is.server().major() + ", or upgrade Immich to a release that accepts " + version + "."));
        if (chosen.extension().preloadLibrary().isPresent()) {
            steps.add(Step.RESTART_POSTGRES);
        }
        if (chosen.installed().filter(e -> !allows(range, e.version())).isPresent()) {
            steps.addAll(Procedure.update(is, chosen));
        }
        steps.add(Step.START_IMMICH);
        return new Finding(
                chosen.name(),
                title + " " + version + (nightly ? ", a nightly release, is " : " is ") + where + ".",
                "Immich only accepts " + range.text() + ".",
                new Remedy(steps));
    }
}
