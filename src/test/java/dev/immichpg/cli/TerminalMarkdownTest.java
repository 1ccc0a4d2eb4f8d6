package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminalMarkdownTest {

    @Test
    void isWrappedAndCodeIsNot() {
        assertEquals("""
                A claim that is longer than the
                page is wide.
                ===============================

                Why
                ---

                One two three four five six seven
                `code that stays together` and on,
                *really*.

                - first of the list, which goes on
                  in a second line
                - second

                1. one
                2. two

                    SELECT 'a line of SQL that is longer than the page is wide';

                See the page
                <https://example.org/a>.
                """, TerminalMarkdown.asText("""
                # A claim that is longer than the page is wide.

                ## Why

                One two three four
                five six seven `code that stays together` and on, **really**.

                * first of the list, which goes on in a second line
                * second

                1. one
                2. two

                ```sql
                SELECT 'a line of SQL that is longer than the page is wide';
                ```

                See [the page](https://example.org/a).
                """, 34, false));
    }

    @Test
    void coloursTakeNoRoom() {
        assertEquals(
                "\033[1mClaim.\033[0m\n\none \033[36mtwo three\033[0m four\nfive\n",
                TerminalMarkdown.asText("# Claim.\n\none `two three` four five\n", 20, true));
    }

    /** Of every page each word is there, on lines that fit as far as words and code do. */
    @ParameterizedTest
    @EnumSource
    void everyPageIsWhole(Check check) throws IOException {
        String markdown;
        try (InputStream page = Check.class.getResourceAsStream("/checks/" + check.id() + ".md")) {
            markdown = new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }

        String text = TerminalMarkdown.asText(markdown, 60, false);

        assertEquals(words(markdown), words(text));
        for (String line : text.lines().toList()) {
            boolean code = line.contains("`") || line.startsWith("    ");
            assertTrue(line.length() <= 60 || code || !line.strip().contains(" "), line);
        }
    }

    /** Without the marks of Markdown and of our own. */
    private static String words(String text) {
        return text.replaceAll("(?m)^```.*$", " ")
                .replaceAll("(?m)^[=-]+$", " ")
                .replaceAll("(?m)^ *([*-]|[0-9]+\\.) ", " ")
                .replaceAll("\\]\\(", " ")
                .replaceAll("[#*`\\[\\]()<>\\\\]", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
