package dev.immichpg.catalog;

/** A name as SQL, in quotes whatever it is: what {@code quote_ident} does where quotes are needed. */
public final class QuotedName {

    private QuotedName() {}

    public static String of(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
