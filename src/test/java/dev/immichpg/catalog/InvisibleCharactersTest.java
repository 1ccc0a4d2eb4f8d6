package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleCharactersTest {

    @ParameterizedTest
    @ValueSource(ints = {0, '\n', 0x7f, 0x85, 0xad, 0x200b, 0x2028, 0x2029, 0x202e, 0xfeff, 0xe0001})
    void whatBreaksALineTurnsItAroundOrHides(int codePoint) {
        String text = "a" + Character.toString(codePoint) + "b";

        assertTrue(InvisibleCharacters.is(codePoint));
        assertTrue(InvisibleCharacters.isIn(text));
        assertEquals("a<" + codePoint + ">b", InvisibleCharacters.replaced(text, c -> "<" + c + ">"));
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', 'a', '"', 0xa0, 0xe9, 0x1f41f})
    void whatIsSeenOrTakesPlaceDoesNot(int codePoint) {
        String text = Character.toString(codePoint);

        assertFalse(InvisibleCharacters.is(codePoint));
        assertFalse(InvisibleCharacters.isIn(text));
        assertEquals(text, InvisibleCharacters.replaced(text, c -> "?"));
    }

    @Test
    void aQuotedNameIsOneName() {
        assertEquals("\"smart \"\"search\"\"\"", QuotedName.of("smart \"search\""));
    }
}
