package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody sets the clock of the machine while the agent runs, as time servers do after a start without one. Needs
 * libfaketime (Debian: faketime), which tells the program another time of day and leaves alone what only measures.
 */
class ClockIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Path offset;

    @Test
    void setBackAndForwardByHours() throws Exception {
        Path library = library();
        offset = directory.resolve("offset");
        set("+0");
        try (EmbeddedServer server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
                Program program = new Program(
                        directory,
                        Map.of(
                                "DB_URL", database(server).url(),
                                "IMMICH_PG_EVERY", "1s",
                                "IMMICH_PG_TIMEOUT", "40s",
                                "IMMICH_PG_STALE_AFTER", "3s",
                                "LD_PRELOAD", library.toString(),
                                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                                "FAKETIME_NO_CACHE", "1",
                                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                                // Else every timed wait of a JVM is over at once.
                                "FAKETIME_FORCE_MONOTONIC_FIX", "0"),
                        List.of())) {
            program.awaitUp("immich", "1.0");
            goesOnExamining(program, Duration.ZERO);

            set("-6h");
            goesOnExamining(program, Duration.ofHours(-6));

            set("+6h");
            goesOnExamining(program, Duration.ofHours(6));

            // A report is no younger for being from a time that is still to come.
            server.hang();
            set("-6h");
            program.await(
                    "outdated",
                    () -> program.body("/databases/immich").contains("There has been no examination since"));
            assertEquals("0.0", program.value("immich_pg_up", "immich"));
            assertEquals(503, program.status("/health/well"));
            assertEquals(200, program.status("/health/live"));
            server.resume();
            goesOnExamining(program, Duration.ofHours(-6));
        }
    }

    /** At its interval, and says so in the time that the machine has now. */
    private void goesOnExamining(Program program, Duration ahead) {
        long began = System.nanoTime();
        program.awaitExaminations("immich", 3);
        System.out.printf(
                "ClockIT: 3 examinations in %d ms with the clock at %s%n",
                Duration.ofNanos(System.nanoTime() - began).toMillis(), ahead);
        assertEquals(200, program.status("/health/live"));
        assertEquals(200, program.status("/health/ready"));
        program.awaitUp("immich", "1.0");
        double examined = Double.parseDouble(program.value("immich_pg_examination_timestamp_seconds", "immich"));
        Duration off = Duration.between(Instant.now().plus(ahead), Instant.ofEpochMilli(Math.round(examined * 1e3)));
        assertTrue(off.abs().compareTo(SOON) < 0, () -> "the last examination is " + off + " off");
        double took = Double.parseDouble(program.value("immich_pg_examination_duration_seconds", "immich"));
        assertTrue(took < SOON.toSeconds(), () -> "an examination took " + took + " s");
    }

    private void set(String to) throws IOException {
        Path unfinished = Files.writeString(directory.resolve("unfinished"), to + "\n");
        Files.move(unfinished, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ImmichDatabase database(EmbeddedServer server) {
        return ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
    }

    private static Path library() throws IOException {
        try (Stream<Path> architectures = Files.list(Path.of("/usr/lib"))) {
            return architectures
                    .map(directory -> directory.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseGet(ClockIT::missing);
        }
    }

    private static Path missing() {
        return Lacking.skip(
                "immich-pg.tools.obligatory",
                "libfaketime is not installed, so nobody has set the clock of a running agent.");
    }
}
