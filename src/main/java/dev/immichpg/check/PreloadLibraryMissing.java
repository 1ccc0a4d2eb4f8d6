package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.forecast.Chosen;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/** #21 and #22 of ref §9. */
final class PreloadLibraryMissing {

    private PreloadLibraryMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Optional<Chosen> chosen = Chosen.of(is, should);
        if (chosen.isEmpty()) {
            return Verdict.notApplicable("No vector extension that Immich could use is available.");
        }
        VectorExtension extension = chosen.get().extension();
        if (extension.preloadLibrary().isEmpty()) {
            return Verdict.notApplicable(extension.title() + " needs no preloading.");
        }
        String library = extension.preloadLibrary().get();
        boolean preloaded = is.isPreloaded(library, extension.settingPrefix().orElseThrow())
                .orElseThrow(
                        () -> new Undecidable("Role " + is.login() + " may not read shared_preload_libraries, and no"
                                + " setting of " + library + " is visible, which speaks against it. Run as a superuser:"
                                + " GRANT pg_read_all_settings TO " + Sql.name(is.login()) + ";"));
        return preloaded ? Verdict.ok() : Verdict.problem(finding(is, extension, library));
    }

    private static Finding finding(Snapshot is, VectorExtension extension, String library) {
        Preload preload = is.preload().orElseThrow();
        String observed = "shared_preload_libraries is " + Sql.text(preload.setting()) + " (from: " + preload.source()
                + ")" + (preload.waitsForRestart() ? ", and another value waits for a restart." : ".");
        // Which value waits is hidden from SQL; writing another over it could lose what it holds.
        Remedy remedy = preload.waitsForRestart()
                ? Remedy.of(Step.RESTART_POSTGRES, Step.RESTART_IMMICH)
                : Remedy.of(Procedure.preload(is, extension), Step.RESTART_POSTGRES, Step.RESTART_IMMICH);
        return new Finding(
                library,
                observed,
                "Expected " + library + " in it: nothing of " + extension.title() + " works otherwise.",
                remedy);
    }
}
