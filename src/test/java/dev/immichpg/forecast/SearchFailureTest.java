package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Snapshot.Probe;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchFailureTest {

    /** Messages of failure-modes.md, and those of Postgres in another language. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FORMAT_STALE  | XX000 | deserialization: bad version number; after upgrading VectorChord, please use REINDEX to rebuild the index.
            LIBRARY_GONE  | 58P01 | could not access file "$libdir/vector": No such file or directory
            LIBRARY_GONE  | 58P01 | could not access file "vector": No such file or directory
            LIBRARY_GONE  | 58P01 | konnte nicht auf Datei »$libdir/vectors« zugreifen: Datei oder Verzeichnis nicht gefunden
            LIBRARY_GONE  | XX000 | could not load library "/usr/lib/postgresql/17/lib/vchord.so": undefined symbol: palloc0fast
            NOT_PRELOADED | XX000 | vchord must be loaded via shared_preload_libraries.
            NOT_PRELOADED | XX000 | pgvecto.rs must be loaded via shared_preload_libraries to use.
            NO_ANSWER     | 57014 | canceling statement due to statement timeout
            NO_ANSWER     | 55P03 | Anweisung wird storniert wegen Zeitüberschreitung einer Sperre
            NO_ANSWER     | 53200 | out of memory
            OTHER         | 42883 | could not find function "avg_wrapper" in file "/usr/lib/postgresql/14/lib/vectors.so"
            OTHER         | 58P01 | could not open file "base/16384/2619": No such file or directory
            OTHER         | XX000 | missing chunk number 0 for toast value 16543 in pg_toast_16401
            """)
    void saysWhatTheMatterIs(SearchFailure expected, String state, String error) {
        assertEquals(Optional.of(expected), SearchFailure.of(new Probe("smart_search", state, error)));
    }

    @Test
    void aSearchThatWentWellIsNone() {
        assertEquals(Optional.empty(), SearchFailure.of(new Probe("smart_search", "", "")));
    }

    /** The index has lost rows: nothing of Postgres' own. */
    @Test
    void anErrorMayHaveNoState() {
        assertEquals(
                Optional.of(SearchFailure.OTHER),
                SearchFailure.of(new Probe("smart_search", "", "the index finds nothing, though the table has rows")));
    }
}
