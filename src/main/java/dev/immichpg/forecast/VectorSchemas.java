package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.need.Release;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where Immich must find types, operator classes and functions by their bare names. */
public final class VectorSchemas {

    /** {@code cube} and {@code earthdistance} it names with schema public. */
    private static final List<String> NAMED_BARE = List.of("pg_trgm", "unaccent", "uuid-ossp");

    private VectorSchemas() {}

    /**
     * The extension's, and pgvector's under VectorChord, which indexes its type. Sorted; without pg_catalog, which Postgres
     * searches untold.
     */
    public static List<String> of(Snapshot is, ChosenExtension chosen) {
        return chosen.needed().stream()
                .flatMap(name -> is.installed(name).stream())
                .map(InstalledExtension::schema)
                .filter(schema -> !schema.equals("pg_catalog"))
                .distinct()
                .sorted()
                .toList();
    }

    /** Of the other extensions whose types, operator classes and functions Immich's migrations name bare; likewise. */
    public static List<String> ofMigrations(Snapshot is, Release release) {
        return ofMigrations(is, release, name -> true);
    }

    /** @param needed which of them */
    static List<String> ofMigrations(Snapshot is, Release release, Predicate<String> needed) {
        return NAMED_BARE.stream()
                .filter(release.requires()::contains)
                .filter(needed)
                .flatMap(name -> is.installed(name).stream())
                .map(InstalledExtension::schema)
                .filter(schema -> !schema.equals("pg_catalog"))
                .distinct()
                .sorted()
                .toList();
    }

    /** Why they are not found, as far as the first of these schemas is to blame; empty: they are. */
    public static Optional<SchemaObstacle> obstacle(Snapshot is, ChosenExtension chosen) {
        return of(is, chosen).stream()
                .flatMap(schema -> SchemaObstacle.of(is, schema).stream())
                .findFirst();
    }
}
