package dev.immichpg.notify;

import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** An address that is a secret: written in the configuration, or kept in a file. Its text shows none of it. */
public sealed interface SecretUrl<T> {

    /**
     * What is there now; ask again each time.
     *
     * @throws IllegalArgumentException with one sentence without secrets where the file cannot be read or holds no such address
     */
    T read();

    record Literal<T>(T value) implements SecretUrl<T> {
        @Override
        public T read() {
            return value;
        }

        @Override
        public String toString() {
            return "(hidden)";
        }
    }

    /** Read again at each use, so that a new secret needs no restart. */
    record InFile<T>(Path file, Function<String, T> parser) implements SecretUrl<T> {

        private static final int MOST_BYTES = 16 << 10;

        @Override
        public T read() {
            String text;
            try {
                text = SmallFile.text(file, MOST_BYTES).strip();
            } catch (UnusableFile e) {
                throw new IllegalArgumentException("its url-file " + file + " cannot be read: " + e.getMessage() + ".");
            } catch (IOException e) {
                throw new IllegalArgumentException("its url-file " + file + " cannot be read as text.");
            }
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("its url-file " + file + " cannot be used: " + e.getMessage());
            }
        }

        /** By the file: a parser is equal only to itself. */
        @Override
        public boolean equals(Object other) {
            return other instanceof InFile<?> in && file.equals(in.file);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }

        @Override
        public String toString() {
            return "(in " + file + ")";
        }
    }
}
