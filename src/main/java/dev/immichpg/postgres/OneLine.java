package dev.immichpg.postgres;

import java.util.regex.Pattern;

/** A message that holds what others wrote: what would break its line, turn it around or hide in it is a question mark. */
final class OneLine {

    /** Controls, those beyond ASCII too, formats (as U+202E, which turns a line around), and separators. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    static String of(String message) {
        return UNSEEN.matcher(message).replaceAll("?");
    }
}
