package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Immich's tables without the list of the migrations that made them: Immich makes them again, and stops at the first thing
 * that exists (FailureMode.MIGRATIONS_LOST).
 */
public final class LostMigrations {

    /** Since 1.132.0 it is kysely_migrations. */
    private static final Version SINCE = Version.of("1.132.0");

    /** The second one of Kysely's migrations came with it; the first one does nothing where TypeORM's table is. */
    private static final Version SECOND_SINCE = Version.of("1.133.0");

    private static final List<String> TABLES = List.of("version_history", "smart_search", "face_search");

    private LostMigrations() {}

    /**
     * What was seen, as a sentence; empty: nothing is lost, or the migrations could not be read.
     *
     * @param last the release that has written to this database last; empty if it is not known
     */
    public static Optional<String> of(Snapshot is, Version immich, Optional<Version> last) {
        if (immich.release().isOlderThan(SINCE) || !lacksMigrations(is)) {
            return Optional.empty();
        }
        boolean typeOrm = is.relation("public", "migrations").isPresent();
        if (typeOrm
                && last.filter(ran -> !ran.release().isOlderThan(SECOND_SINCE)).isEmpty()) {
            return Optional.empty(); // an upgrade from TypeORM, which Immich knows
        }
        return tables(is)
                .findFirst()
                .map(table -> "Table kysely_migrations "
                        + (is.relation("public", "kysely_migrations").isPresent() ? "is empty" : "is missing")
                        + ", but Immich's table " + table + " is there.");
    }

    /** Whether one of Immich's tables is there. */
    public static boolean hasTables(Snapshot is) {
        return tables(is).findFirst().isPresent();
    }

    private static boolean lacksMigrations(Snapshot is) {
        return is.relation("public", "kysely_migrations").isEmpty()
                || is.history().executedMigrations().filter(List::isEmpty).isPresent();
    }

    private static Stream<String> tables(Snapshot is) {
        return TABLES.stream().filter(name -> is.relation("public", name).isPresent());
    }
}
