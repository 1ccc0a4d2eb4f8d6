package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.ledger.MigrationReach;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Immich's functions name {@code public.cube} and {@code public.earth} in full, so no search_path helps
 * (FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA).
 */
final class FindExtensionsInPublic implements StartUpStep {

    private static final String RULE = "required extensions";
    private static final String CHECK = "extension-in-other-schema";

    /** With an index on where something is. */
    private static final List<String> WITH_PLACES = List.of("asset_exif", "geodata_places");

    /** Those of them that are elsewhere. */
    public static List<InstalledExtension> misplaced(Snapshot is) {
        return Stream.of("cube", "earthdistance")
                .flatMap(name -> is.installed(name).stream())
                .filter(extension -> !extension.schema().equals("public"))
                .toList();
    }

    @Override
    public StepOutcome take(StartProgress start) {
        Optional<PendingMigrations> pending = start.pending().filter(known -> start.migrates());
        List<ForecastStep> told = misplaced(start.is()).stream()
                .map(extension -> step(start, pending, extension))
                .toList();
        return start.tell(start.migrates() ? told.stream().limit(1).toList() : told);
    }

    private static ForecastStep step(
            StartProgress start, Optional<PendingMigrations> pending, InstalledExtension extension) {
        String seen = "Extension " + extension.name() + " is in schema " + extension.schema()
                + ", but Immich looks for it in public.";
        if (pending.isEmpty()) {
            return start.atNextMigration(RULE, seen, CHECK);
        }
        ForecastStep step = pending.get().withoutExtension(start, extension.name(), RULE, seen, CHECK);
        boolean writes = WITH_PLACES.stream()
                .anyMatch(table -> MigrationReach.ofTable(
                                        start.should().releases().ledger(),
                                        table,
                                        pending.get().from(),
                                        pending.get().to())
                                .kind()
                        != MigrationReach.Kind.NONE);
        return step.effect() != ForecastStep.Effect.BLOCKS && writes
                ? ForecastStep.unknown(
                        RULE, seen + " Migrations of this upgrade write to tables whose indexes use it.", CHECK)
                : step;
    }
}
