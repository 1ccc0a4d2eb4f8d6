package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.SupportedVersions;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@link FailureMode#CRASHES_ON_ARM}: a search ends its backend with a signal, and Postgres then restarts all others.
 * Only some machines.
 */
final class VectorchordCrashProne {

    private static final VersionRange CRASH_PRONE = VersionRange.of(">=0.4.0 <0.4.3");
    private static final VersionRange SOUND = VersionRange.of(">=0.4.3");

    private VectorchordCrashProne() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<InstalledExtension> installed = is.installed(VectorExtension.VECTORCHORD.extensionName());
        if (installed.isEmpty()) {
            return Verdict.notApplicable("VectorChord is not installed.");
        }
        String platform = is.server().platform().toLowerCase(Locale.ROOT);
        if (!platform.startsWith("aarch64") && !platform.startsWith("arm64")) {
            return Verdict.notApplicable("Postgres does not run on aarch64.");
        }
        return CRASH_PRONE.contains(installed.get().version())
                ? Verdict.problem(finding(is, should, installed.get()))
                : Verdict.ok();
    }

    /** No script leads back from a version: it must be one that Immich is known to accept. */
    private static boolean isOnDisk(ChosenExtension vectorChord, Expectation should) {
        return vectorChord
                .available()
                .filter(e -> SOUND.contains(e.version()))
                .filter(e -> should.knownRelease()
                        .map(release -> release.vectorExtensions().get(VectorExtension.VECTORCHORD))
                        .flatMap(SupportedVersions::enforced)
                        .filter(range -> range.contains(e.version()))
                        .isPresent())
                .isPresent();
    }

    private static Finding finding(Snapshot is, Expectation should, InstalledExtension installed) {
        ChosenExtension vectorChord = new ChosenExtension(
                VectorExtension.VECTORCHORD,
                SupportedVersions.any(),
                Optional.of(installed),
                is.available(installed.name()));
        List<RemedyStep> steps = new ArrayList<>();
        if (!isOnDisk(vectorChord, should)) {
            steps.add(RemedyStep.person(
                    Phase.INSTALL_PACKAGES,
                    "Install the package of VectorChord 0.4.3 for Postgres "
                            + is.server().major() + ", or of a newer version that Immich accepts."));
        }
        steps.addAll(RemedySteps.updateRemedy(is, vectorChord).steps());
        return new Finding(
                installed.name(),
                "VectorChord " + installed.version() + " is installed, and Postgres runs on "
                        + is.server().platform() + ".",
                "Expected 0.4.3 or newer: on some machines of that kind 0.4.0 to 0.4.2 crash Postgres when Immich searches.",
                new Remedy(steps));
    }
}
