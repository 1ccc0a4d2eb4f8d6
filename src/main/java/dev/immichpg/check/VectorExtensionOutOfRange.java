package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.UpdateObstacle;
import dev.immichpg.forecast.VectorData;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.Release.AvailableRule;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#AVAILABLE_VERSION_OUT_OF_RANGE} and {@link FailureMode#NIGHTLY_BUILD}. Since 1.112.0 Immich judges
 * the available version first, and the installed one only where no update is due; before, the installed one alone
 * (start-up.md#steps).
 */
final class VectorExtensionOutOfRange {

    private VectorExtensionOutOfRange() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Release release = should.release();
        Optional<ChosenExtension> choice = ChosenExtension.of(is, should);
        if (choice.isEmpty()) {
            return Verdict.noVectorExtensionAvailable();
        }
        ChosenExtension chosen = choice.get();
        Optional<VersionRange> range = chosen.support().enforced();
        if (range.isEmpty()) {
            return Verdict.notApplicable(
                    "This release of Immich does not look at the version of " + chosen.title() + ".");
        }
        List<Finding> findings = new ArrayList<>();
        boolean enforced = release.available() == AvailableRule.ENFORCED;
        if (chosen.available().isPresent() && (enforced || chosen.installed().isEmpty())) {
            String version = chosen.available().get().version();
            if (!chosen.accepts(version)) {
                findings.add(finding(is, should, chosen, version, "available on the server", range.get()));
            }
        }
        boolean updated = chosen.updateIsTried(release)
                && (enforced || UpdateObstacle.ofUpdate(is, chosen).isEmpty());
        if (chosen.installed().isPresent()) {
            String version = chosen.installed().get().version();
            if ((!updated || isNightly(version)) && !chosen.accepts(version)) {
                findings.add(finding(is, should, chosen, version, "installed in this database", range.get()));
            }
        }
        return Verdict.of(findings);
    }

    private static boolean isNightly(String version) {
        return version.equals("0.0.0");
    }

    private static Finding finding(
            Snapshot is, Expectation should, ChosenExtension chosen, String version, String where, VersionRange range) {
        String kind = isNightly(version)
                ? ", a nightly release, is "
                : Version.parse(version).isEmpty() ? ", not a version of three numbers, is " : " is ";
        return new Finding(
                chosen.name(),
                chosen.title() + " " + version + kind + where + ".",
                "Immich only accepts " + range.text() + ".",
                remedy(is, should, chosen, version, range));
    }

    private static Remedy remedy(
            Snapshot is, Expectation should, ChosenExtension chosen, String version, VersionRange range) {
        Optional<ReachableRelease> accepting =
                ReachableRelease.first(is, should, row -> accepts(row, chosen.extension(), version));
        Optional<String> wrong =
                chosen.installed().map(InstalledExtension::version).filter(installed -> !range.contains(installed));
        boolean tooNew = chosen.support().areExceededBy(chosen.installedVersion());
        if (tooNew) {
            Optional<RemedyStep> otherwise = withoutWayBack(is, should, chosen, wrong.get(), range, accepting);
            if (otherwise.isPresent()) {
                return Remedy.of(RemedyStep.STOP_IMMICH, otherwise.get(), RemedyStep.START_IMMICH);
            }
        }
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        // Another version could need an update, which not every role is allowed to make.
        Optional<InstalledExtension> sound = chosen.installed().filter(e -> range.contains(e.version()));
        steps.add(sound.map(installed -> RemedySteps.reinstall(is, installed))
                .orElseGet(() -> RemedyStep.person(
                        Phase.INSTALL_PACKAGES,
                        "Install a version of " + chosen.title() + " within " + range.text() + " for Postgres "
                                + is.server().major()
                                + accepting
                                        .filter(ReachableRelease::starts)
                                        .map(release -> ", or upgrade Immich to "
                                                + release.version().text() + ", which accepts " + version + ".")
                                        .orElse("."))));
        if (chosen.extension().preloadLibrary().isPresent()) {
            steps.add(RemedyStep.RESTART_POSTGRES);
        }
        if (tooNew || wrong.filter(VectorExtensionOutOfRange::isNightly).isPresent()) {
            // As Immich advises of a nightly one. Without CASCADE: it must not take the columns with it.
            steps.add(RemedyStep.superuser(
                    Phase.CREATE_EXTENSION, "DROP EXTENSION IF EXISTS " + Sql.name(chosen.name()) + ";"));
            steps.add(RemedySteps.create(chosen.name()));
        } else if (wrong.isPresent()) {
            steps.addAll(RemedySteps.update(is, chosen));
        }
        steps.add(RemedyStep.START_IMMICH);
        return new Remedy(steps);
    }

    /**
     * It is newer than this release accepts.
     *
     * @return empty: Immich has nothing in it, so that it can be dropped and created again
     */
    private static Optional<RemedyStep> withoutWayBack(
            Snapshot is,
            Expectation should,
            ChosenExtension chosen,
            String installed,
            VersionRange range,
            Optional<ReachableRelease> accepting) {
        boolean used = VectorData.heldBy(is).contains(chosen.extension());
        String noWay = " No script leads back from " + chosen.title() + " " + installed + ".";
        return VectorData.heldBy(is).stream()
                .filter(held -> !used && should.release().vectorExtensions().containsKey(held))
                .filter(held -> is.available(held.extensionName()).isPresent())
                .findFirst()
                .map(RemedySteps::keep)
                .or(() -> accepting
                        .filter(release -> release.isNext(is, should))
                        .map(release -> RemedyStep.run(
                                release.version(),
                                "Upgrade Immich to " + release.version().text() + ", which accepts " + chosen.title()
                                        + " " + installed + "." + noWay)))
                .or(() -> Optional.of(
                                RemedyStep.person(
                                        Phase.INSTALL_PACKAGES,
                                        "Restore a backup that was made before " + chosen.title() + " " + installed
                                                + " was installed, on a server with a version of " + range.text() + "."
                                                + noWay
                                                + accepting
                                                        .map(release -> " Immich "
                                                                + release.version()
                                                                        .text()
                                                                + " accepts it, and this database cannot be upgraded to that at"
                                                                + " once.")
                                                        .orElse(
                                                                " No newer release of Immich that this agent knows accepts it.")))
                        .filter(restore -> used));
    }

    private static boolean accepts(Release row, VectorExtension extension, String version) {
        return !isNightly(version)
                && row.vectorExtensions().containsKey(extension)
                && row.vectorExtensions()
                        .get(extension)
                        .enforced()
                        .map(range -> range.contains(version))
                        .orElse(true);
    }
}
