package dev.immichpg.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON is written. */
public final class Json {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private Json() {}

    /** One line, {@linkplain #visible visible}. */
    public static String text(Object value) {
        return text(value, WRITER);
    }

    static String text(Object value, ObjectWriter writer) {
        try {
            return visible(writer.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // Records of texts and numbers always can be.
        }
    }

    /**
     * The same document, in which what a terminal would obey, or show as something else, is written as {@code \u005cu202e}.
     * Names from a database can contain anything: control characters, and characters that change a line's direction, break it or are invisible.
     */
    public static String visible(String json) {
        StringBuilder visible = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (isUnseen(c)) {
                for (char half : Character.toChars(c)) {
                    visible.append(String.format("\\u%04x", (int) half));
                }
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    /** Outside of texts there are only line ends and blanks of this kind, and inside of them those are escaped already. */
    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
