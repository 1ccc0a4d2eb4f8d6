package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.forecast.LeftOverExtensions;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FailureMode#LIBRARY_FILES_GONE}: the control file shows it. If only the library is gone, it shows at its
 * first use (catalogs.md#what-is-seen).
 */
final class ExtensionFilesMissing {

    private ExtensionFilesMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<Finding> findings = new ArrayList<>();
        for (InstalledExtension extension : is.installedExtensions()) {
            if (is.available(extension.name()).isEmpty() && !isLeftOver(is, should, extension)) {
                findings.add(new Finding(
                        extension.name(),
                        "Extension " + extension.name() + " " + extension.version()
                                + " is installed, but the server has no control file for it.",
                        "Expected its package to be there as long as the database uses it.",
                        Remedy.of(RemedySteps.reinstall(is, extension))));
            }
        }
        return Verdict.of(findings);
    }

    /** Then nothing uses its files, and another check says how to drop it. */
    private static boolean isLeftOver(Snapshot is, Expectation should, InstalledExtension extension) {
        try {
            return LeftOverExtensions.of(is, should).contains(extension);
        } catch (Undecidable e) {
            return false;
        }
    }
}
