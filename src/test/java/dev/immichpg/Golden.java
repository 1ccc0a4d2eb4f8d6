package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the repository that are made from the code. Rewritten with -Dgolden.write=true. */
public final class Golden {

    private Golden() {}

    public static void assertHolds(Path file, String text) {
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
            assertEquals(Files.readString(file), text, () -> file + " is not as the code is: -Dgolden.write=true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
