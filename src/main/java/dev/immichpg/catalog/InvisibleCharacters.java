package dev.immichpg.catalog;

import java.util.function.IntFunction;

/**
 * Characters that would break a printed line, turn it around (as U+202E) or hide in it: controls, those beyond ASCII too,
 * formats, and separators of lines and paragraphs. Names from a database can contain any of them.
 */
public final class InvisibleCharacters {

    private InvisibleCharacters() {}

    public static boolean is(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    public static boolean isIn(String text) {
        return text.codePoints().anyMatch(InvisibleCharacters::is);
    }

    /** The text with each of them replaced. */
    public static String replaced(String text, IntFunction<String> by) {
        StringBuilder replaced = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (is(c)) {
                replaced.append(by.apply(c));
            } else {
                replaced.appendCodePoint(c);
            }
        });
        return replaced.toString();
    }
}
