package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.HostileText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever Postgres may call a thing: as it is written, so Postgres' lexer reads it, and it reads all of it. */
class HostileNameTest {

    @Provide
    Arbitrary<String> names() {
        return HostileText.any();
    }

    @Property
    void aNameIsReadAsItself(@ForAll("names") String name) {
        assertEquals(name, read(Sql.name(name), '"'));
        assertEquals(ReportText.visible(Sql.name(name)), Sql.name(name));
    }

    @Property
    void aTextIsReadAsItself(@ForAll("names") String text) {
        assertEquals(text, read(Sql.text(text), '\''));
        assertEquals(ReportText.visible(Sql.text(text)), Sql.text(text));
    }

    @Property
    void aQuotedNameIsQuotedAnew(@ForAll("names") String schema, @ForAll("names") String name) {
        String quoted = quoteIdent(schema) + "." + quoteIdent(name);

        assertEquals(
                schema.isEmpty() || name.isEmpty() ? Sql.name(quoted) : Sql.name(schema, name), Sql.requoted(quoted));
        assertEquals(ReportText.visible(Sql.requoted(name)), Sql.requoted(name));
    }

    /** As Postgres' function does it, but that it leaves out the quotes where it can. */
    private static String quoteIdent(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** By the rules of Postgres' scan.l: plain, in quotes, or in quotes with escapes. */
    private static String read(String sql, char quote) {
        boolean escapes = sql.startsWith("U&");
        String rest = escapes ? sql.substring(2) : sql;
        if (rest.charAt(0) != quote) {
            assertTrue(quote == '"' && rest.matches("[a-z_][a-z0-9_]*"), sql);
            return rest;
        }
        Matcher quoted = Pattern.compile("(?s)" + quote + "((?:[^" + quote + "]++|" + quote + quote + ")*+)" + quote)
                .matcher(rest);
        assertTrue(quoted.matches(), sql);
        String text = quoted.group(1).replace("" + quote + quote, "" + quote);
        return escapes ? unescaped(text) : text;
    }

    private static String unescaped(String text) {
        return Pattern.compile("\\\\(?:(\\\\)|([0-9A-F]{4})|\\+([0-9A-F]{6})|(.?))")
                .matcher(text)
                .replaceAll(escape -> {
                    assertTrue(escape.group(4) == null, text);
                    String hex = escape.group(2) != null ? escape.group(2) : escape.group(3);
                    String meant = hex == null ? "\\" : Character.toString(Integer.parseInt(hex, 16));
                    return Matcher.quoteReplacement(meant);
                });
    }
}
