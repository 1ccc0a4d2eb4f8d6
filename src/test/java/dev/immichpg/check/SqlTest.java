package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    @ParameterizedTest
    @ValueSource(strings = {"immich", "_x", "pg_trgm", "vector2", "public", "name", "role"})
    void plainNamesStandAsTheyAre(String name) {
        assertEquals(name, Sql.name(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "order", "table", "end", "left", "authorization", "system_user"})
    void reservedWordsAreQuoted(String name) {
        assertEquals('"' + name + '"', Sql.name(name));
    }

    /** Postgres would fold the first two, and itself refuses the empty one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Immich",
                "IMMICH",
                "uuid-ossp",
                "photo base",
                " ",
                "2fa",
                "a.b",
                "a$b",
                "it's",
                "back\\slash",
                "größe",
                "写真",
                "🖼",
                ""
            })
    void allThatIsNotPlainIsQuoted(String name) {
        assertEquals('"' + name + '"', Sql.name(name));
    }

    @Test
    void aQuoteIsDoubled() {
        assertEquals("\"a\"\"b\"\"\"", Sql.name("a\"b\""));
        assertEquals("\"x\"\"; DROP ROLE y; --\"", Sql.name("x\"; DROP ROLE y; --"));
    }

    /** Controls (newline, return, tab, ESC, DEL, NEL), separators of lines and paragraphs, bidi and other format characters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000A", "000D", "0009", "001B", "007F", "0085", "2028", "2029", "202E", "2066", "200B", "200D", "00AD",
                "FEFF"
            })
    void whatWouldBreakALineOrHideInItIsEscaped(String hex) {
        String name = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";

        assertEquals("U&\"a\\" + hex + "b\"", Sql.name(name));
    }

    @Test
    void aboveTheBasicPlaneAnEscapeHasSixDigits() {
        assertEquals("U&\"a\\+0E0001🖼\"", Sql.name("a" + Character.toString(0xE0001) + "🖼"));
    }

    /** As Postgres 15 reads it: tried with CREATE ROLE. */
    @Test
    void inAnEscapedNameBackslashesAndQuotesAreDoubled() {
        assertEquals("U&\"a\\000Ab\\\\\\202E\"\"q\"", Sql.name("a\nb\\\u202e\"q"));
    }

    @Test
    void aNameInASchemaIsTwoNames() {
        assertEquals("public.clip_index", Sql.name("public", "clip_index"));
        assertEquals("\"Old.Photos\".\"user\"", Sql.name("Old.Photos", "user"));
    }

    @Test
    void aQuoteInATextIsDoubled() {
        assertEquals("''", Sql.text(""));
        assertEquals("'vchord.so, \"x\"'", Sql.text("vchord.so, \"x\""));
        assertEquals("'it''s '''''", Sql.text("it's ''"));
    }

    /** Where standard_conforming_strings is off, the first would be 'a', and then a statement; the escapes are refused there. */
    @Test
    void aBackslashInATextIsEscaped() {
        assertEquals("U&'a\\\\''; DROP ROLE x; --'", Sql.text("a\\'; DROP ROLE x; --"));
        assertEquals("U&'a\\000Ab'", Sql.text("a\nb"));
        assertEquals("U&'a\\202Eb'", Sql.text("a\u202eb"));
    }

    @Test
    void whatIsQuotedAlreadyIsQuotedAnew() {
        assertEquals("pg_catalog.\"de-x-icu\"", Sql.requoted("pg_catalog.\"de-x-icu\""));
        assertEquals("\"a\"\"b.c\".U&\"x\\000Ay\"", Sql.requoted("\"a\"\"b.c\".\"x\ny\""));
        assertEquals("\"a.b.c\"", Sql.requoted("a.b.c"));
    }
}
