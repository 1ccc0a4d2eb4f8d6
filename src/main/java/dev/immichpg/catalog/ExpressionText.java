package dev.immichpg.catalog;

import java.util.regex.Pattern;

/**
 * Expressions as Postgres writes them: of the same one the text differs with the search_path (schemas of names), the version
 * of Postgres (brackets), and the way that it came (a dump and its restore add casts and COLLATE).
 */
public final class ExpressionText {

    private static final String NAME = "(?:\"(?:[^\"]++|\"\")++\"|(?<![\\w$])[A-Za-z_][\\w$]*+)";

    private static final Pattern TEXT = Pattern.compile("'(?:[^']++|'')*+'");
    private static final Pattern COLLATE = Pattern.compile("\\bCOLLATE " + NAME + "(?:\\." + NAME + ")?");
    private static final Pattern SCHEMA = Pattern.compile(NAME + "\\.(?=[\"A-Za-z_])");
    private static final Pattern CAST = Pattern.compile(
            "::" + NAME + "(?: varying| precision)?(?:\\(\\d+(?:,\\d+)?\\))?(?: with(?:out)? time zone)?(?:\\[\\])*");
    private static final Pattern BRACKETS_AND_BLANKS = Pattern.compile("[()\\s]+");

    private ExpressionText() {}

    /** Whether they are one expression, as far as can be said without the texts in quotes. */
    public static boolean same(String one, String other) {
        return one.equals(other) || normal(one).equals(normal(other));
    }

    /** Without schemas, casts, collations, brackets, and what stands in quotes. Most texts have little of it, and cost little. */
    static String normal(String expression) {
        String bare = expression;
        bare = bare.indexOf('\'') < 0 ? bare : TEXT.matcher(bare).replaceAll("'...'");
        bare = bare.contains("COLLATE ") ? COLLATE.matcher(bare).replaceAll("") : bare;
        bare = bare.indexOf('.') < 0 ? bare : SCHEMA.matcher(bare).replaceAll("");
        bare = bare.contains("::") ? CAST.matcher(bare).replaceAll("") : bare;
        return BRACKETS_AND_BLANKS.matcher(bare).replaceAll(" ").strip();
    }
}
