package dev.immichpg.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Issue 12, D4: no file keeps us waiting, or is more than we can hold. */
class SmallFileTest {

    @TempDir
    Path directory;

    @Test
    void whatFitsIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "é");
        assertEquals("é", SmallFile.text(file, 2));
        Path link = Files.createSymbolicLink(directory.resolve("l"), file);
        assertEquals("é", SmallFile.text(link, 2));
        assertArrayEquals(new byte[0], SmallFile.bytes(Path.of("/dev/null"), 0));
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        Path file = Files.write(directory.resolve("f"), new byte[2049]);
        refused("it is larger than 2 KB", () -> SmallFile.bytes(file, 2048));
        refused("it is larger than 1 MB", () -> SmallFile.bytes(sparse(), 1 << 20));
        refused("it is larger than 2 KB", () -> SmallFile.text(Files.newInputStream(file), 2048));
        refused("it is a directory", () -> SmallFile.bytes(directory, 1));
        refused("there is no such file", () -> SmallFile.bytes(directory.resolve("none"), 1));
        refused("it is not a regular file", () -> SmallFile.bytes(Path.of("/dev/zero"), 1));
        assertThrows(CharacterCodingException.class, () -> {
            Path latin = Files.write(directory.resolve("latin"), new byte[] {(byte) 0xe9});
            SmallFile.text(latin, 10);
        });
    }

    private Path sparse() throws IOException {
        Path file = directory.resolve("sparse");
        try (var channel = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            channel.setLength(1L << 40);
        }
        return file;
    }

    @Test
    void aNamedPipeIsNotOpened() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path link = Files.createSymbolicLink(directory.resolve("link"), pipe);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            refused("it is not a regular file", () -> SmallFile.bytes(pipe, 1));
            refused("it is not a regular file", () -> SmallFile.bytes(link, 1));
        });
    }

    @Test
    void whereNobodyMayLinkALinkIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("l"), file);
        assertArrayEquals(new byte[] {'x'}, SmallFile.bytesOfNoLink(file, 1));
        refused("it is not a regular file", () -> SmallFile.bytesOfNoLink(link, 1));
    }

    private static void refused(String why, Executable reading) {
        assertEquals(why, assertThrows(UnusableFile.class, reading).getMessage());
    }
}
