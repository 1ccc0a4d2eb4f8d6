package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** #12 of ref §9: the control file tells; a library that alone is gone shows at its first use only (ref §7). */
final class ExtensionFilesMissing {

    private ExtensionFilesMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<Finding> findings = new ArrayList<>();
        for (InstalledExtension extension : is.installedExtensions()) {
            if (is.available(extension.name()).isEmpty()) {
                findings.add(new Finding(
                        extension.name(),
                        "Extension " + extension.name() + " " + extension.version()
                                + " is installed, but the server has no control file for it.",
                        "Expected its package to be there as long as the database uses it.",
                        Remedy.of(reinstall(is, extension))));
            }
        }
        return Verdict.of(findings);
    }

    static Step reinstall(Snapshot is, InstalledExtension extension) {
        return Step.person(
                Phase.INSTALL_PACKAGES,
                "Install the package that holds extension " + extension.name() + " " + extension.version()
                        + " for Postgres " + is.server().major() + " again.");
    }
}
