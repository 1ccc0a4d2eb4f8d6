package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 12, D3 and D4: what lies where the configuration belongs, and is none. */
class ConfigurationFilesTest {

    @TempDir
    Path directory;

    @Test
    void whatIsNoneIsNamed() throws Exception {
        Path large = directory.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(200L << 20);
        }
        assertRefused(large, "it is larger than 4 MB");
        assertRefused(Files.createDirectory(directory.resolve("directory")), "it is a directory");
        Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertRefused(pipe, "it is not a regular file"));
        assertRefused(Path.of("/dev/zero"), "it is not a regular file");
    }

    @Test
    void whatIsWrongIsSaidAlsoWhereItWasReadAhead() {
        ConfigurationFiles files = new ConfigurationFiles();
        files.readAhead();
        InvalidSettings ahead = assertThrows(InvalidSettings.class, files::read);
        InvalidSettings anew = assertThrows(InvalidSettings.class, files::read);
        assertEquals(anew.problems(), ahead.problems());
    }

    private static void assertRefused(Path file, String why) {
        assertEquals(Optional.of(file + " cannot be read: " + why + "."), ConfigurationFiles.fault(file));
    }

    /** A container hides a file by mounting nothing over it. */
    @Test
    void nothingIsNoFault() throws IOException {
        assertEquals(Optional.empty(), ConfigurationFiles.fault(directory.resolve("none")));
        assertEquals(Optional.empty(), ConfigurationFiles.fault(Path.of("/dev/null")));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/dev/null"));
        assertEquals(Optional.empty(), ConfigurationFiles.fault(link));
        assertEquals(Optional.empty(), ConfigurationFiles.fault(Files.writeString(directory.resolve("f"), "a=b")));
    }
}
