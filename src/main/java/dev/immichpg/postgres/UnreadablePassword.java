package dev.immichpg.postgres;

/** The file that should hold the password could not be read, or is empty. The message names the file. */
public final class UnreadablePassword extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadablePassword(String message) {
        super(message);
    }
}
