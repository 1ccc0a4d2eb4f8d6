package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;

/** Column {@code embedding} of a table of vectors, which Immich converts whenever it rebuilds an index (start-up.md#rebuild). */
public final class EmbeddingColumn {

    private EmbeddingColumn() {}

    /** The table is in schema public, and has no such column. */
    public static boolean isMissing(Snapshot is, String table) {
        return is.relation("public", table).isPresent()
                && is.vectorTables().stream()
                        .noneMatch(t -> t.schema().equals("public") && t.name().equals(table));
    }
}
