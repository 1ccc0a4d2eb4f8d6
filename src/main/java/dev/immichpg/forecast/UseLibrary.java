package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * Nothing of VectorChord or pgvecto.rs works without their library, which must be preloaded
 * (FailureMode.NOT_PRELOADED).
 */
final class UseLibrary implements StartUpStep {

    private static final String RULE = "preload";

    @Override
    public StepOutcome take(StartProgress start) {
        return start.tell(of(start.is(), start.chosen().extension()));
    }

    /** Empty: it needs no preloading. */
    static Optional<ForecastStep> of(Snapshot is, VectorExtension extension) {
        return of(is, extension, "preload-library-missing");
    }

    /** @param check that tells of it, should it be missing or hidden */
    static Optional<ForecastStep> of(Snapshot is, VectorExtension extension, String check) {
        return extension
                .preloadLibrary()
                .map(library -> PreloadedLibrary.of(is, extension)
                        .map(preloaded -> preloaded
                                ? ForecastStep.passes(RULE, library + " is preloaded.")
                                : ForecastStep.blocks(
                                        RULE,
                                        library + " is not in shared_preload_libraries, and nothing of "
                                                + extension.title() + " works without it.",
                                        check))
                        .orElseGet(() -> ForecastStep.unknown(
                                RULE,
                                "Role " + is.login() + " is not allowed to see whether " + library + " is preloaded.",
                                check)));
    }
}
