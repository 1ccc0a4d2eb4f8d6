package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.TestExecutionListener;

class SkippedTest {

    @TempDir
    Path directory;

    @Test
    void oneLineForEachReason() throws IOException {
        Files.writeString(
                directory.resolve("1.txt"), "psql is not installed.\tScriptsIT.b\nNo root.\tNetworkFaultsIT\n");
        Files.writeString(directory.resolve("2.txt"), "psql is not installed.\tScriptsIT.a\n");

        assertEquals(
                List.of(
                        "Skipped:",
                        "- No root. (NetworkFaultsIT)",
                        "- psql is not installed. (ScriptsIT.a, ScriptsIT.b)"),
                Skipped.list(directory));
    }

    @Test
    void nothingAtAll() throws IOException {
        assertEquals(List.of("No test was skipped."), Skipped.list(directory));
        assertEquals(List.of("No test was skipped."), Skipped.list(directory.resolve("none")));
    }

    @Test
    void everyRunOfTestsNotesIt() {
        assertEquals(
                1,
                ServiceLoader.load(TestExecutionListener.class).stream()
                        .map(Provider::type)
                        .filter(Skipped.class::equals)
                        .count());
    }
}
