package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

/**
 * One thing in which a database differs from what Immich's migrations make.
 *
 * @param table that the object belongs to, the enum of a value; the table's own name for a table; empty: to none
 * @param name of the object, of a function with the types of its arguments
 * @param seen what is there, in few words; empty where nothing is
 * @param expected what should be there, in few words; empty where nothing should
 * @param known the ledger has an object of this name, in this release or in another one
 */
public record Difference(
        ObjectKind kind, What what, String table, String name, String seen, String expected, boolean known) {

    /** Begins what is seen, and what is expected, of a function's result. */
    public static final String RETURNS = "returns ";

    /** What is expected of a function's body. */
    static final String BODY_OF_RELEASE = "the body of its release";

    public Difference {
        requireNonNull(kind, "kind");
        requireNonNull(what, "what");
        requireNonNull(table, "table");
        requireNonNull(name, "name");
        requireNonNull(seen, "seen");
        requireNonNull(expected, "expected");
    }

    public enum ObjectKind {
        TABLE("table"),
        /** A view, materialized view, foreign table or composite type: Immich has none. */
        OTHER_RELATION("relation"),
        COLUMN("column"),
        /** A primary key or a unique constraint. */
        KEY("constraint"),
        UNIQUE_INDEX("index"),
        FOREIGN_KEY("constraint"),
        CHECK("constraint"),
        /** One that excludes, which Immich has not. */
        EXCLUSION("constraint"),
        INDEX("index"),
        TRIGGER("trigger"),
        FUNCTION("function"),
        ENUM("enum"),
        ENUM_VALUE("enum value"),
        SEQUENCE("sequence"),
        /** Immich has none. */
        RULE("rule"),
        /** A row of migration_overrides. */
        OVERRIDE("row");

        private final String kind;

        ObjectKind(String kind) {
            this.kind = kind;
        }

        /** As the ledger calls it. */
        public String kind() {
            return kind;
        }
    }

    public enum What {
        /** It is not there. */
        MISSING,
        /** It is not Immich's, or not of this release. */
        EXTRA,
        /** It is there, and something else. */
        DIFFERENT,
        /** The same is there under another name, which is {@link #seen}. */
        RENAMED,
        /** It is there, and Postgres does not rely on it. */
        INVALID,
        /** It is there, and does not run. */
        DISABLED
    }

    public boolean is(ObjectKind of, What how) {
        return kind == of && what == how;
    }

    /** The function returns another type than it should, or the one that is there returns one that no release's does. */
    public boolean isOfResult() {
        return kind == ObjectKind.FUNCTION && (seen.startsWith(RETURNS) || expected.startsWith(RETURNS));
    }

    /** The text of the function is another. */
    public boolean isOfBody() {
        return is(ObjectKind.FUNCTION, What.DIFFERENT) && expected.equals(BODY_OF_RELEASE);
    }
}
