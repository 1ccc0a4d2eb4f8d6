package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreloadLibrariesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\"\""})
    void nothingIsNoLibrary(String setting) {
        assertEquals(List.of(), PreloadLibraries.parse(setting).entries());
    }

    @Test
    void blanksAroundAnEntryDoNotCountAndThoseInQuotesDo() {
        assertEquals(
                List.of("vchord.so", "pg stat", " x "),
                PreloadLibraries.parse(" vchord.so ,\tpg stat,\n\" x \" ").entries());
    }

    @Test
    void aCommaInQuotesSeparatesNothing() {
        PreloadLibraries libraries = PreloadLibraries.parse("\"vchord.so, vectors.so\", pg_cron");

        assertEquals(List.of("vchord.so, vectors.so", "pg_cron"), libraries.entries());
        assertFalse(libraries.contains("vchord"));
        assertFalse(libraries.contains("vectors"));
    }

    @Test
    void aDoubledQuoteIsOneQuote() {
        assertEquals(
                List.of("a\"b", "\""),
                PreloadLibraries.parse("\"a\"\"b\", \"\"\"\"").entries());
    }

    /** Files have the case that they have. */
    @Test
    void caseIsKept() {
        assertEquals(List.of("VChord"), PreloadLibraries.parse("VChord").entries());
        assertFalse(PreloadLibraries.parse("VChord").contains("vchord"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vchord",
                "vchord.so",
                "$libdir/vchord",
                "$libdir/vchord.so",
                "\"/usr/lib/postgresql/17/lib/vchord.so\"",
                "auto_explain , vchord.dylib",
                "vchord.dll,auto_explain"
            })
    void aLibraryIsFoundByItsNameAlone(String setting) {
        assertTrue(PreloadLibraries.parse(setting).contains("vchord"));
    }

    @ParameterizedTest
    @CsvSource({
        "vectors.so, vector",
        "vector, vectors",
        "vchord/other.so, vchord",
        "vchord.so.1, vchord",
        "my_vchord, vchord"
    })
    void partOfANameIsNotTheName(String setting, String library) {
        assertFalse(PreloadLibraries.parse(setting).contains(library));
    }

    /** Seen on Postgres 15: "invalid list syntax in parameter", and not one of them is loaded. */
    @ParameterizedTest
    @ValueSource(
            strings = {"vchord.so,", ",vchord.so", "vchord.so,,x", "\"vchord.so", "\"vchord.so\" x", "vchord.so, "})
    void ofAListWithAFaultNothingIsPreloaded(String setting) {
        assertFalse(PreloadLibraries.parse(setting).contains("vchord"));
    }
}
