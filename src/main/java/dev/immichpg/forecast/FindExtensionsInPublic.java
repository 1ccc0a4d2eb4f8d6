package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import java.util.List;
import java.util.stream.Stream;

/**
 * Immich's functions name {@code public.cube} and {@code public.earth} in full, so no search_path helps
 * (FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA).
 */
final class FindExtensionsInPublic implements StartUpStep {

    /** Those of them that are elsewhere. */
    public static List<InstalledExtension> misplaced(Snapshot is) {
        return Stream.of("cube", "earthdistance")
                .flatMap(name -> is.installed(name).stream())
                .filter(extension -> !extension.schema().equals("public"))
                .toList();
    }

    @Override
    public StepOutcome take(StartProgress start) {
        List<ForecastStep> told = misplaced(start.is()).stream()
                .map(extension -> start.atNextMigration(
                        "required extensions",
                        "Extension " + extension.name() + " is in schema " + extension.schema()
                                + ", but Immich looks for it in public.",
                        "extension-in-other-schema"))
                .toList();
        return start.tell(start.migrates() ? told.stream().limit(1).toList() : told);
    }
}
