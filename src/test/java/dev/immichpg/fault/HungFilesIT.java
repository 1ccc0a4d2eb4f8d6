package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 12: a file of the configuration that hangs, as on a network drive, holds up nothing but itself. */
class HungFilesIT {

    @TempDir
    Path directory;

    @Test
    void examinationsGoOnAndItEndsWhenItIsTold() throws Exception {
        ImmichDatabase home = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        Path properties = Files.createDirectory(directory.resolve("config")).resolve("application.properties");
        Files.writeString(properties, "immich-pg.every=1s\nimmich-pg.databases.home.url=" + home.url() + "\n");
        try (Program program = new Program(Map.of(), List.of(), directory)) {
            program.awaitUp("home", "1.0");
            // Whoever opens it to read waits for somebody to write.
            Path pipe = directory.resolve("pipe");
            assertEquals(
                    0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
            Files.move(pipe, properties, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            program.await("it says so", () -> program.said("WARN .*configuration.* cannot be (read|used)"));
            int threads = program.threads();
            program.awaitExaminations("home", 15);
            assertTrue(program.threads() <= threads + 2, () -> threads + " threads, and then " + program.threads());
            assertEquals(200, program.status("/health/live"));
            assertEquals(200, program.status("/health/ready"));
            program.assertEndsAtOnce();
        } finally {
            home.drop();
        }
    }
}
