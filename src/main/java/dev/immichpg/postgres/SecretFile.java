package dev.immichpg.postgres;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds one value, as Docker secrets and systemd credentials do. */
final class SecretFile {
    private SecretFile() {}

    /**
     * Its text without the newlines at the end: all of them, because the shell that reads these files for Immich drops
     * them all (ref §1.8, {@code start.sh}). A carriage return stays, as it stays for Immich.
     */
    static String read(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Why a file could not be read, in words without a Java class name. */
    static String why(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (unreadable instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        return "reading it failed";
    }
}
