package dev.immichpg.postgres;

import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** A file that holds one value, as Docker secrets and systemd credentials do. */
final class SecretFile {
    /** Longer than any password or URL that a server takes. */
    private static final int MOST_BYTES = 64 << 10;

    private SecretFile() {}

    /**
     * Its text without the newlines at the end: all of them, because the shell that reads these files for Immich drops
     * them all (environment.md#variables, {@code start.sh}). A carriage return stays, as it stays for Immich.
     */
    static String read(Path file) throws IOException {
        String text = SmallFile.text(file, MOST_BYTES);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Why a file could not be read, in words without a Java class name. */
    static String why(IOException unreadable) {
        if (unreadable instanceof UnusableFile) {
            return unreadable.getMessage();
        }
        if (unreadable instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        return "reading it failed";
    }
}
