package dev.immichpg.postgres;

import dev.immichpg.catalog.InvisibleCharacters;

/** A message that holds what others wrote: what would break its line, turn it around or hide in it is a question mark. */
final class OneLine {

    private OneLine() {}

    static String of(String message) {
        return InvisibleCharacters.replaced(message, c -> "?");
    }
}
