package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\"\""})
    void nothingIsNoSchema(String value) {
        assertEquals(List.of(), SearchPath.parse(value).names());
    }

    @Test
    void namesStandInTheirOrder() {
        assertEquals(
                List.of("$user", "public", "vectors"),
                SearchPath.parse("\"$user\", public,vectors").names());
    }

    @Test
    void onlyQuotedNamesKeepTheirCase() {
        assertEquals(
                List.of("public", "Public"),
                SearchPath.parse("PUBLIC, \"Public\"").names());
    }

    @Test
    void quotesHoldCommasBlanksAndDoubledQuotes() {
        assertEquals(
                List.of("a, b", " c ", "d\"e"),
                SearchPath.parse("\"a, b\" , \" c \", \"d\"\"e\"").names());
    }

    @Test
    void aNameIsCutWherePostgresCutsIt() {
        assertEquals(
                List.of("x".repeat(63), "x".repeat(63), "ä".repeat(31), "\ud83d\ude00".repeat(15)),
                SearchPath.parse("x".repeat(63) + ", \"" + "x".repeat(64) + "\"," + "ä".repeat(32) + ","
                                + "\ud83d\ude00".repeat(16))
                        .names());
    }

    @Test
    void userStandsForTheRole() {
        SearchPath path = SearchPath.parse("\"$user\", public");

        assertTrue(path.contains("immich", "immich"));
        assertFalse(path.contains("immich", "other"));
        assertFalse(path.contains("$user", "immich"));
        assertTrue(path.contains("public", "immich"));
        assertFalse(path.contains("Public", "immich"));
    }

    /** Postgres takes it without quotes as well. */
    @Test
    void userNeedsNoQuotes() {
        assertTrue(SearchPath.parse("$user").contains("immich", "immich"));
    }

    /** As Postgres stores {@code SET search_path = '"$user", public, vectors'}. */
    @Test
    void aWholeListInQuotesIsOneName() {
        SearchPath path = SearchPath.parse("\"\"\"$user\"\", public, vectors\"");

        assertEquals(List.of("\"$user\", public, vectors"), path.names());
        assertTrue(path.isOneQuotedList());
        assertFalse(path.contains("public", "immich"));
    }

    /** As it is typed in Japanese and Chinese: Postgres looks for a schema that begins with it, and finds none. */
    @Test
    void theWideBlankIsPartOfAName() {
        SearchPath path = SearchPath.parse("\"$user\",\u3000public");

        assertEquals(List.of("$user", "\u3000public"), path.names());
        assertFalse(path.contains("public", "immich"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "public", "\"$user\", public", "\"a,b\", public"})
    void anythingElseIsNot(String value) {
        assertFalse(SearchPath.parse(value).isOneQuotedList());
    }
}
