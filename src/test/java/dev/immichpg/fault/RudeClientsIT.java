package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * issue 12, C: clients that have no login and no manners, against one run of the packaged program with the image's flags.
 * Meanwhile the healthy database is examined when its turn comes, probes answer, and memory stays within that of the image.
 */
@Tag("alone")
class RudeClientsIT {

    private static final String HEALTHY = "healthy";
    /** As compose and Kubernetes limit it. */
    private static final long MOST_MEMORY = 256L << 20;

    /** As long as the image's own probe waits; what it really was is printed. */
    private static final Duration PROBE = Duration.ofSeconds(2);

    /** So many unreadable databases that a scrape is large. */
    private static final int OTHERS = 300;

    @TempDir
    static Path directory;

    private static ImmichDatabase healthy;
    private static Program program;
    private Rude rude;

    @BeforeAll
    static void start() throws IOException {
        healthy = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "JDK_JAVA_OPTIONS",
                "@" + Path.of("src/main/launcher/java.options").toAbsolutePath());
        environment.put("IMMICH_PG_EVERY", "2s");
        environment.put("IMMICH_PG_TIMEOUT", "3s");
        environment.put(BadDay.url(HEALTHY), healthy.url());
        IntStream.range(0, OTHERS)
                .forEach(i -> environment.put(
                        BadDay.url(String.format("other%03d", i)), "postgresql://nobody@127.0.0.1:1/none"));
        program = new Program(directory, environment, List.of());
        program.await("ready", () -> program.status("/health/ready") == 200);
        program.awaitUp(HEALTHY, "1.0");
    }

    @BeforeEach
    void open() {
        rude = new Rude(program.port());
    }

    @AfterEach
    void leave() throws IOException {
        rude.close();
    }

    /** After all of it, it still does what it is told. */
    @AfterAll
    static void end() throws Exception {
        try {
            program.assertEndsAtOnce();
        } finally {
            program.close();
            healthy.drop();
        }
    }

    @Test
    void whoAsksAheadAndReadsNothing() throws Exception {
        SocketChannel client = rude.connect();
        int sent = Rude.send(client, Rude.get("/").repeat(20_000));

        unharmed("20,000 pipelined GET / of which " + sent + " bytes were taken");
        program.await("it was sent away", () -> Rude.isOver(client));
    }

    @Test
    void whoScrapesAheadAndReadsNothing() throws Exception {
        String many = Rude.get("/metrics").repeat(20_000);
        SocketChannel first = rude.sends(many);
        SocketChannel second = rude.sends(many);

        unharmed("two with pipelined GET /metrics");
        program.await("they were sent away", () -> Rude.isOver(first) && Rude.isOver(second));
    }

    @Test
    void whoReadsSlowlyWhatIsLarge() throws Exception {
        List<SocketChannel> readingNothing = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            readingNothing.add(rude.sends(Rude.get("/metrics")));
        }
        for (int i = 0; i < 16; i++) {
            rude.sends(Rude.get("/"));
            rude.sends(Rude.get("/api/databases"));
        }

        unharmed("40 slow readers of /metrics, 16 of / and of /api/databases");
        for (int i = 0; i < 40; i++) {
            rude.sends(Rude.get("/metrics", "Accept-Encoding: gzip", "Accept: application/openmetrics-text"));
        }
        unharmed("40 more that want it compressed");
        // Whoever looks whether they are reads what has come; so nobody looks before their time is up.
        Thread.sleep(10_000);
        assertTrue(readingNothing.stream().allMatch(Rude::isOver));
    }

    /** Three streams with a window of zero: there is no HTTP/2 here, neither known before nor by an upgrade. */
    @Test
    void whoSpeaksHttp2() throws Exception {
        String settings = "\0\0\6\4\0\0\0\0\0" + "\0\4\0\0\0\0";
        for (int i = 0; i < 3; i++) {
            SocketChannel client = rude.sends("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings);
            program.await("it was sent away", () -> Rude.isOver(client));
        }
        String upgrade = Rude.get(
                "/health/live",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
        String answer = answer(upgrade + Rude.get("/health/live", "Connection: close"));
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        unharmed("HTTP/2");
    }

    /** There is a place for 128; the thousand keep nobody out. */
    @Test
    void aThousandWhoOnlyHoldTheirPlaces() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            rude.sends(i % 2 == 0 ? "" : "GET / HTTP/1.1\r\nHost: localh");
        }

        unharmed("1,000 connections that ask nothing, or half of something");
        assertEquals(200, program.status("/"));
        program.await("they are sent away", () -> rude.open().stream().allMatch(Rude::isOver));
    }

    @Test
    void aThousandWhoAskForThemselves() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 1_000; i++) {
                rude.sends(Rude.get("/databases/" + HEALTHY + "?immich=9." + round + "." + i)
                        .repeat(3));
            }
        }
        unharmed("1,000 who each ask about another release");
        String busyOrNot = answer(Rude.get("/databases/" + HEALTHY + "?immich=8.8.8", "Connection: close"));
        assertTrue(busyOrNot.matches("(?s)HTTP/1.1 (200|503) .*"), busyOrNot);
    }

    /** issue 12, C3: a web page that has its own name lead here. */
    @Test
    void whoComesByANameOfItsOwn() throws Exception {
        for (String path : List.of("/", "/metrics", "/api/databases", "/health/live", "/style.css")) {
            String refused =
                    answer("GET " + path + " HTTP/1.1\r\nHost: rebound.example:" + program.port() + "\r\n\r\n");
            assertTrue(refused.startsWith("HTTP/1.1 421 "), refused);
            assertTrue(refused.contains("immich-pg.allowed-hosts"), refused);
        }
        for (String host : List.of("localhost", "127.0.0.1:1", "[::1]:" + program.port(), "LOCALHOST.")) {
            String answer = answer("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), host + ": " + answer);
        }
    }

    /** issue 12, C3: of no other machine, unless that is wanted. */
    @Test
    void itListensOnThisMachineAlone() throws Exception {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                    assertThrows(
                            IOException.class,
                            () -> new Socket(address, program.port()).close(),
                            address::getHostAddress);
                }
            }
        }
        if (Files.exists(Path.of("/proc/net/if_inet6"))
                && Files.readString(Path.of("/proc/net/if_inet6")).contains("lo")) {
            try (Socket six = new Socket(InetAddress.getByName("::1"), program.port())) {
                assertTrue(six.isConnected());
            }
        }
    }

    /** issue 12, C4: none of them is worth a line in the log. */
    @Test
    void whoSendsWhatNobodyUnderstands() throws Exception {
        int before = program.output().size();
        assertStatus("400", "GET / HTTP/1.1\r\n\r\n");
        assertStatus("400", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
        assertStatus("200", Rude.get("/", "Accept:", "Connection: close"));
        assertStatus("200", Rude.get("/", "Accept: ;;;q=x/,", "If-None-Match: \"", "Connection: close"));
        assertStatus("200", Rude.get("/api/databases", "Accept: */*;q=2", "Cookie: =;=", "Connection: close"));
        assertStatus("404", Rude.get("/metrics/x"));
        assertStatus("308", Rude.get("/metrics/", "Connection: close"));
        assertStatus("405", Rude.get("/metrics").replace("GET", "DELETE"));
        assertStatus("405", Rude.get("/metrics").replace("GET", "BREW"));
        assertStatus("413", "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n");
        assertStatus("413", "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertStatus("431", Rude.get("/", "X: " + "x".repeat(10_000)));
        String tooLong = answer(Rude.get("/" + "x".repeat(10_000)));
        // Vert.x may have ended the connection before that was read.
        assertTrue(tooLong.isEmpty() || tooLong.startsWith("HTTP/1.0 414 "), tooLong);
        assertStatus("400", Rude.get("/?immich=%zz"));
        assertStatus("400", Rude.get("http://localhost/"));
        assertStatus("404", Rude.get("/databases/a%2fb"));
        assertStatus("404", Rude.get("/checks/..%2f..%2f"));
        assertStatus("404", Rude.get("//checks"));
        assertStatus("404", Rude.get("//"));
        assertStatus("404", Rude.get("/checks//"));
        assertStatus("404", Rude.get("/x/../checks"));
        assertStatus("400", Rude.get("*"));
        assertFalse(answer(Rude.get("/").replace("HTTP/1.1", "HTTP/2.0")).contains(" 200 "));
        assertStatus("200", "GET /health/live HTTP/1.0\r\n\r\n");
        assertEquals(
                List.of(),
                program.output().subList(before, program.output().size()).stream()
                        .filter(line -> line.contains(" ERROR ") || line.contains("\tat "))
                        .toList());
    }

    private void assertStatus(String status, String request) throws IOException {
        String answer = answer(request);
        assertTrue(answer.matches("(?s)HTTP/1\\.[01] " + status + " .*"), request + "\n" + answer);
    }

    /** Of who closes after it, or is closed. */
    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
            socket.setSoTimeout((int) Program.PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** For some seconds, while the clients are there. */
    private void unharmed(String what) throws Exception {
        double examined = program.examinations(HEALTHY);
        long began = System.nanoTime();
        long slowest = 0;
        for (int i = 0; i < 40; i++) {
            long asked = System.nanoTime();
            String live = answer(Rude.get("/health/live", "Connection: close"));
            slowest = Math.max(slowest, System.nanoTime() - asked);
            assertTrue(live.startsWith("HTTP/1.1 200 "), live);
            Thread.sleep(100);
        }
        double meanwhile = program.examinations(HEALTHY) - examined;
        double due = (System.nanoTime() - began) / 2e9;
        long memory = memory();
        BadDay.tell(
                "%s: slowest probe %.1f ms, %.0f examinations of %.1f due, %d MB resident at most",
                what, slowest / 1e6, meanwhile, due, memory >> 20);
        assertTrue(slowest < PROBE.toNanos(), what + ": a probe took " + slowest / 1e6 + " ms");
        assertTrue(meanwhile >= Math.floor(due / 2), what + ": " + meanwhile + " examinations of " + due);
        assertTrue(memory < MOST_MEMORY, what + ": " + (memory >> 20) + " MB");
        assertEquals("1.0", program.value("immich_pg_up", HEALTHY));
        assertFalse(program.output().stream().anyMatch(line -> line.contains(" ERROR ")), program.output()::toString);
    }

    /** The most that it ever had of the machine's memory, of its own and of files. */
    private static long memory() throws IOException {
        return Files.readAllLines(
                        Path.of("/proc", Long.toString(program.process().pid()), "status"))
                .stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
