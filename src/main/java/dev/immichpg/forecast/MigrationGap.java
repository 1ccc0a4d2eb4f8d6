package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.MigrationMark;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A migration that is not in the list of those that have run, while later ones are. Kysely insists on the order, "corrupted
 * migrations: expected previously executed migration … to be at index …" (database.md#migrations,
 * FailureMode.MIGRATIONS_LOST).
 *
 * @param missing the first one that is not in the list
 * @param later the newest one that is
 */
public record MigrationGap(String missing, String later) {

    /** Empty: there is none, or the migrations could not be read. Migrations that no release has are not for here. */
    public static Optional<MigrationGap> of(Snapshot is, Releases releases) {
        List<String> executed = is.history().executedMigrations().orElse(List.of());
        List<String> known =
                releases.migrations().stream().map(MigrationMark::migration).toList();
        Set<String> there = new HashSet<>(executed);
        Optional<String> newest = known.stream().filter(there::contains).reduce((older, newer) -> newer);
        return newest.filter(name -> !Snapshot.mayBeCut(executed))
                .flatMap(later -> known.subList(0, known.indexOf(later)).stream()
                        .filter(name -> !there.contains(name))
                        .findFirst()
                        .map(missing -> new MigrationGap(missing, later)));
    }

    /**
     * The first migration of a release that has started here, which is not in the list, while no later one is: it runs again.
     * As a sentence; empty: there is none, or the migrations could not be read.
     *
     * @param started the last release that has started here
     */
    public static Optional<String> lost(Snapshot is, Releases releases, Optional<Version> started) {
        List<String> executed = is.history().executedMigrations().orElse(List.of());
        if (executed.isEmpty() || started.isEmpty() || Snapshot.mayBeCut(executed)) {
            return Optional.empty();
        }
        Set<String> there = new HashSet<>(executed);
        return releases.migrations().stream()
                .filter(mark -> !mark.first().isNewerThan(started.get().release()))
                .map(MigrationMark::migration)
                .filter(name -> !there.contains(name))
                .findFirst()
                .map(missing -> "Immich " + started.get().text()
                        + " has started here, but table kysely_migrations lacks " + missing + ", which it had run.");
    }

    /** What was seen. */
    public String sentence() {
        return "Table kysely_migrations lacks " + missing + ", which runs before " + later + ".";
    }
}
