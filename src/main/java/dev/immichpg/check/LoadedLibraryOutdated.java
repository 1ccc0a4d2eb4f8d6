package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.LoadedModule;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#LIBRARY_AND_SQL_DIFFER}: a package was updated, and Postgres, which has not restarted since, still
 * uses the old library. If the library is that of the package but newer than the extension, an update is pending, and
 * other checks report it.
 */
final class LoadedLibraryOutdated {

    private static final int TELLS_VERSIONS_SINCE = 18;

    private LoadedLibraryOutdated() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.server().major() < TELLS_VERSIONS_SINCE) {
            return Verdict.notApplicable(
                    "Postgres shows the versions of its loaded libraries only since " + TELLS_VERSIONS_SINCE + ".");
        }
        List<LoadedModule> modules = is.loadedModules()
                .orElseThrow(() -> new Undecidable("Role " + is.login()
                        + " could not read which libraries are loaded. Run as a superuser: GRANT EXECUTE ON FUNCTION"
                        + " pg_catalog.pg_get_loaded_modules() TO " + Sql.name(is.login()) + ";"));
        List<LoadedModule> comparable = modules.stream()
                .filter(m -> !m.version().isEmpty() && is.installed(m.library()).isPresent() && isPreloaded(m))
                .toList();
        if (comparable.isEmpty()) {
            return Verdict.notApplicable("No loaded library of an installed vector extension says its version.");
        }
        List<Finding> findings = new ArrayList<>();
        for (LoadedModule module : comparable) {
            InstalledExtension installed = is.installed(module.library()).orElseThrow();
            Optional<String> onDisk = is.available(module.library()).map(AvailableExtension::version);
            if (!module.version().equals(installed.version())
                    && onDisk.filter(version -> !version.equals(module.version()))
                            .isPresent()) {
                findings.add(finding(module, installed, onDisk.get()));
            }
        }
        return Verdict.of(findings);
    }

    /** Others are loaded by each session for itself: the agent's own, which is kept, would tell of nobody's but its own. */
    private static boolean isPreloaded(LoadedModule module) {
        return VectorExtension.named(module.library())
                .flatMap(VectorExtension::preloadLibrary)
                .isPresent();
    }

    private static Finding finding(LoadedModule module, InstalledExtension installed, String onDisk) {
        return new Finding(
                module.library(),
                "Postgres has loaded library " + module.library() + " " + module.version() + ", but extension "
                        + installed.name() + " is " + installed.version() + ", and the package on the server " + onDisk
                        + ".",
                "Expected the loaded library to be that of the package: Postgres loads it when it starts.",
                Remedy.of(RemedyStep.STOP_IMMICH, RemedyStep.RESTART_POSTGRES, RemedyStep.START_IMMICH));
    }
}
