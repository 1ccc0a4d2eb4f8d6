package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;

/** What a search in a vector index came to, with the library that Postgres has in memory. */
public final class IndexSearch {

    private IndexSearch() {}

    /** It found what it should. */
    public static boolean wentWell(Snapshot is, VectorIndex index) {
        return index.schema().equals("public")
                && index.valid()
                && is.probe(index.table()).filter(p -> p.error().isEmpty()).isPresent();
    }

    /** It failed, since the library does not read the format of the index. */
    public static boolean foundOldFormat(Snapshot is, VectorIndex index) {
        return index.schema().equals("public")
                && is.probe(index.table())
                        .flatMap(SearchFailure::of)
                        .filter(failure -> failure == SearchFailure.FORMAT_STALE)
                        .isPresent();
    }
}
