package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot.Probe;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a search that failed says of the index or of its libraries (catalogs.md#asking-by-a-search;
 * FailureMode.INDEX_FORMAT_STALE, FailureMode.LIBRARY_FILES_GONE and FailureMode.NOT_PRELOADED).
 */
public enum SearchFailure {
    /** The index has a format on disk that the library does not read. */
    FORMAT_STALE,
    /** A library is not there, or cannot be loaded. */
    LIBRARY_GONE,
    /** VectorChord or pgvecto.rs is not preloaded. */
    NOT_PRELOADED,
    /** It was given up: the table was locked, the server was slow or short of something. It says nothing. */
    NO_ANSWER,
    /** Anything else. */
    OTHER;

    /**
     * query_canceled, lock_not_available, insufficient_resources; division_by_zero is how the agent's own look at the table
     * refuses to go on, where the table has changed within a moment.
     */
    private static final Pattern GIVEN_UP = Pattern.compile("57014|55P03|53...|22012");

    /** As {@code …/vector.so}, in whatever language Postgres speaks. */
    private static final Pattern LIBRARY = Pattern.compile("\\.(?:so|dylib|dll)\\b");

    /** As {@code $libdir/vector}, and {@code vector} alone since Postgres 18. */
    private static final Pattern MODULE = Pattern.compile("\\b(?:vchord|vectors|vector)\\b");

    private static final String UNDEFINED_FILE = "58P01";
    private static final String UNDEFINED_FUNCTION = "42883";

    /** Empty: the search went well. */
    public static Optional<SearchFailure> of(Probe probe) {
        return probe.error().isEmpty() ? Optional.empty() : Optional.of(classify(probe.state(), probe.error()));
    }

    private static SearchFailure classify(String state, String error) {
        if (GIVEN_UP.matcher(state).matches()) {
            return NO_ANSWER;
        }
        // The extensions' own messages are in English everywhere.
        if (error.contains("must be loaded via shared_preload_libraries")) {
            return NOT_PRELOADED;
        }
        if (error.contains("bad version number") || error.contains("REINDEX")) {
            return FORMAT_STALE;
        }
        boolean names = state.equals(UNDEFINED_FILE) && MODULE.matcher(error).find()
                || !state.equals(UNDEFINED_FUNCTION) && LIBRARY.matcher(error).find();
        return names ? LIBRARY_GONE : OTHER;
    }
}
