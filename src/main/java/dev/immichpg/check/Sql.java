package dev.immichpg.check;

import dev.immichpg.catalog.InvisibleCharacters;
import dev.immichpg.catalog.QuotedName;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and texts as SQL that can be pasted: whatever Postgres allows in a name is quoted as it demands. */
final class Sql {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private static final String PART = "(" + PLAIN + "|\"(?:[^\"]++|\"\")++\")";
    private static final Pattern QUALIFIED = Pattern.compile("(?:" + PART + "\\.)?" + PART);

    /** Words that Postgres reserves, or allows as names of functions and types only: pg_get_keywords(), 14 to 18. */
    private static final Set<String> RESERVED = Set.of(("all analyse analyze and any array as asc asymmetric"
                    + " authorization binary both case cast check collate collation column concurrently constraint create"
                    + " cross current_catalog current_date current_role current_schema current_time current_timestamp"
                    + " current_user default deferrable desc distinct do else end except false fetch for foreign freeze"
                    + " from full grant group having ilike in initially inner intersect into is isnull join lateral"
                    + " leading left like limit localtime localtimestamp natural not notnull null offset on only or order"
                    + " outer overlaps placing primary references returning right select session_user similar some"
                    + " symmetric system_user table tablesample then to trailing true union unique user using variadic"
                    + " verbose when where window with")
            .split(" "));

    private Sql() {}

    /** {@code immich}, {@code "uuid-ossp"}; with escapes where it has characters that cannot be seen. */
    static String name(String identifier) {
        if (PLAIN.matcher(identifier).matches() && !RESERVED.contains(identifier)) {
            return identifier;
        }
        String quoted = QuotedName.of(identifier);
        return InvisibleCharacters.isIn(quoted) ? "U&" + escaped(quoted) : quoted;
    }

    /** {@code public.clip_index}. */
    static String name(String schema, String object) {
        return name(schema) + "." + name(object);
    }

    /** For {@code U&"…"}, in which a backslash stands for itself only when it is doubled. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (InvisibleCharacters.is(c)) {
                escaped.append(String.format(c <= 0xffff ? "\\%04X" : "\\+%06X", c));
            } else {
                escaped.appendCodePoint(c);
                if (c == '\\') {
                    escaped.append('\\');
                }
            }
        });
        return escaped.toString();
    }

    /**
     * As a value: in single quotes; with escapes where it has characters that cannot be seen, and where it has a backslash.
     * That one would stand for itself, but not where {@code standard_conforming_strings} is off, as the owner of a database
     * may set it there: then it would take the closing quote with it, while an escaped text is refused.
     */
    static String text(String value) {
        String quoted = "'" + value.replace("'", "''") + "'";
        return quoted.codePoints().anyMatch(c -> c == '\\' || InvisibleCharacters.is(c))
                ? "U&" + escaped(quoted)
                : quoted;
    }

    /**
     * A name that is SQL already, with or without a schema, as {@code quote_ident} writes it. Whatever else it is, it comes
     * out as one name.
     */
    static String requoted(String sql) {
        Matcher parts = QUALIFIED.matcher(sql);
        if (!parts.matches()) {
            return name(sql);
        }
        String object = name(unquoted(parts.group(2)));
        return parts.group(1) == null ? object : name(unquoted(parts.group(1))) + "." + object;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }
}
