package dev.immichpg.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** How the agent proves who it is. No form of it shows its secret in {@code toString()}. */
public sealed interface Password {
    /**
     * The password now; ask again for each new connection. Empty: none is sent (peer, trust or certificate).
     *
     * @throws UnreadablePassword when a file should hold it and does not
     */
    Optional<String> read();

    /**
     * What the server said, without the password: whoever answers in its place, or an extension that reports a failed login,
     * may have it and repeat it.
     */
    default String hiddenIn(String words) {
        try {
            return read().map(secret -> words.replace(secret, "(password)")).orElse(words);
        } catch (UnreadablePassword e) {
            return words; // and so the server was not told it
        }
    }

    /** Given in the configuration itself. An empty text is no password, as for Immich's driver. */
    static Password of(String secret) {
        return secret.isEmpty() ? new Absent() : new Literal(secret);
    }

    /** Kept in a file, which is read again each time, so that a rotated secret needs no restart. */
    static Password inFile(Path file) {
        return new InFile(file);
    }

    static Password none() {
        return new Absent();
    }

    record Literal(String secret) implements Password {
        public Literal {
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("an empty password is not a password");
            }
        }

        @Override
        public Optional<String> read() {
            return Optional.of(secret);
        }

        @Override
        public String toString() {
            return "(hidden)";
        }
    }

    record InFile(Path file) implements Password {
        public InFile {
            Objects.requireNonNull(file);
        }

        @Override
        public Optional<String> read() {
            String secret;
            try {
                secret = SecretFile.read(file);
            } catch (IOException unreadable) {
                throw new UnreadablePassword(
                        "The password file " + file + " cannot be read: " + SecretFile.why(unreadable)
                                + "; check that it exists and that the agent is allowed to read it.");
            }
            if (secret.isEmpty()) {
                throw new UnreadablePassword("The password file " + file + " is empty.");
            }
            return Optional.of(secret);
        }

        @Override
        public String toString() {
            return "(in " + file + ")";
        }
    }

    record Absent() implements Password {
        @Override
        public Optional<String> read() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "(none)";
        }
    }
}
