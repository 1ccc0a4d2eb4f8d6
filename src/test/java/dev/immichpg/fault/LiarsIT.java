package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.postgres.Lies;
import dev.immichpg.postgres.LyingServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 12: the whole program, with the image's memory, among twenty servers that lie and a thousand rude clients at once. */
@Tag("alone")
class LiarsIT {

    private static final int LIARS = 20;
    private static final int CLIENTS = 1_000;
    private static final long MOST_KILOBYTES = 256 << 10;
    /** As long as the image's own probe waits; what it really was is printed. */
    private static final Duration PROBE = Duration.ofSeconds(2);

    @TempDir
    static Path directory;

    @Test
    void theHealthyOneIsExaminedOnTime() throws Exception {
        ImmichDatabase home = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
        List<LyingServer> liars = new ArrayList<>();
        Map<String, String> environment = new HashMap<>(Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Xms8m -Xmx160m -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "IMMICH_PG_EVERY",
                "2s",
                "IMMICH_PG_TIMEOUT",
                "4s",
                BadDay.url("home"),
                home.url()));
        List<Lies> lies = Lies.floods();
        try {
            for (int i = 0; i < LIARS; i++) {
                LyingServer liar = LyingServer.overTcp(lies.get(i % lies.size()).lie());
                liars.add(liar);
                environment.put(
                        BadDay.url("liar" + i),
                        "postgresql://u:" + Program.CANARY + "@127.0.0.1:" + liar.port() + "/d");
            }
            try (Program program = new Program(directory, environment, List.of())) {
                for (int i = 0; i < LIARS; i++) {
                    program.awaitUp("liar" + i, "0.0");
                }
                program.awaitUp("home", "1.0");
                assertEquals(200, program.status("/health/ready"));
                program.awaitExaminations("home", 5);
                assertEquals("1.0", program.value("immich_pg_up", "home"));
                unharmedByRudeClients(program);
                program.assertEndsAtOnce();
            }
        } finally {
            for (LyingServer liar : liars) {
                liar.close();
            }
            home.drop();
        }
    }

    /** They ask ahead for what is large, and read nothing. */
    private static void unharmedByRudeClients(Program program) throws Exception {
        double examined = program.examinations("home");
        long began = System.nanoTime();
        long slowest = 0;
        try (Rude rude = new Rude(program.port())) {
            for (int i = 0; i < CLIENTS; i++) {
                rude.sends(
                        Rude.get(i % 2 == 0 ? "/metrics" : "/?immich=9.9." + i).repeat(20));
                if (i % 20 == 0) {
                    long asked = System.nanoTime();
                    assertTrue(probe(program.port()).startsWith("HTTP/1.1 200 "));
                    slowest = Math.max(slowest, System.nanoTime() - asked);
                }
            }
            program.awaitExaminations("home", 3);
        }
        double meanwhile = program.examinations("home") - examined;
        double due = (System.nanoTime() - began) / 2e9;
        long kilobytes = Files.readAllLines(
                        Path.of("/proc", Long.toString(program.process().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        BadDay.tell(
                "20 liars and 1,000 rude clients: slowest probe %.1f ms, %.0f examinations of %.1f due, %d MB resident at most",
                slowest / 1e6, meanwhile, due, kilobytes >> 10);
        assertTrue(slowest < PROBE.toNanos(), "a probe took " + slowest / 1e6 + " ms");
        assertTrue(meanwhile >= Math.floor(due / 2), meanwhile + " examinations of " + due);
        assertEquals("1.0", program.value("immich_pg_up", "home"));
        assertEquals(200, program.status("/health/ready"));
        assertTrue(kilobytes < MOST_KILOBYTES, () -> kilobytes + " kB");
    }

    /** As a container's probe: on a connection of its own, by a client that costs nothing. */
    private static String probe(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Program.PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(Rude.get("/health/live", "Connection: close").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
