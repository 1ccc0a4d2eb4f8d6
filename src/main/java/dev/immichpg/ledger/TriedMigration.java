package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

/**
 * What one of Immich's migrations did when one object was not as it should be before it. Each was tried, with this one
 * difference, on tables without rows. What is not listed did not matter: the migration ran, and left the object as it does
 * otherwise.
 *
 * @param end how it ended
 * @param difference what was wrong with the object
 * @param migration its number in the ledger
 * @param kind of the object: {@code table}, {@code column}, {@code constraint}, {@code index}, {@code trigger},
 *     {@code function}, {@code enum} or {@code extension}
 * @param table that it belongs to; empty: to none
 * @param name of the object, of a function with its arguments
 * @param sqlState of the error; empty where there was none
 * @param error what Postgres said; empty where there was none
 */
public record TriedMigration(
        End end,
        Difference difference,
        int migration,
        String kind,
        String table,
        String name,
        String sqlState,
        String error) {
    public TriedMigration {
        requireNonNull(end, "end");
        requireNonNull(difference, "difference");
        requireNonNull(kind, "kind");
        requireNonNull(table, "table");
        requireNonNull(name, "name");
        requireNonNull(sqlState, "sqlState");
        requireNonNull(error, "error");
    }

    public enum End {
        /** It failed, and Immich stops. */
        STOPS,
        /** It ran, and afterwards the schema is not what it should be. */
        STAYS,
        /** Not tried: it has several texts, and stops with one of them. */
        PERHAPS
    }

    public enum Difference {
        /** The object was not there. */
        MISSING,
        /** An object that the migration makes was there before. */
        PRESENT,
        /** So it was, and is a function with another type of result. */
        OTHER_RESULT
    }
}
