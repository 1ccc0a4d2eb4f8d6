package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The name of a server: its address changes, it has several, it has none. Java reads names here from a file, at each time that
 * it would ask the DNS; what it keeps of the answers is as it is there.
 */
class NameFaultsIT {

    private static final String NAME = "db.immich.test";
    private static final String UNREACHABLE =
            "Database immich: Could not read " + NAME + ":\\d+/\\S+ as user \\S+: nothing answers there, .*\\.";
    /** An interval, a second of memory, and what a busy machine may take; Java by itself would take half a minute. */
    private static final Duration SOON = Duration.ofSeconds(6);

    @TempDir
    static Path directory;

    private static EmbeddedServer server;
    private static ImmichDatabase database;
    private static Path names;

    @BeforeAll
    static void open() throws IOException {
        names = directory.resolve("hosts");
        server = EmbeddedServer.start(16, EmbeddedServer.Options::baseline);
        Files.writeString(server.dataDirectory().resolve("pg_hba.conf"), """
                host all postgres 127.0.0.1/32 trust
                host all all 127.0.0.1/8 scram-sha-256
                host all all ::1/128 scram-sha-256
                """);
        database = ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @AfterEach
    void backHome() {
        server.stop();
        listenOn("127.0.0.1");
        server.startAgain();
    }

    @Test
    void theServerMoves() throws Exception {
        name("127.0.0.1");
        try (Program program = program()) {
            program.awaitUp("immich", "1.0");

            server.stop();
            listenOn("127.0.0.2");
            server.startAgain();
            program.awaitUp("immich", "0.0");
            program.awaitSaid(UNREACHABLE);
            assertEquals(200, program.status("/health/ready"));
            assertEquals(503, program.status("/health/well"));
            name("127.0.0.2");
            awaitUpSoon(program, "the new address");

            // The name goes while the connection stands, and then the connection.
            name();
            program.awaitExaminations("immich", 2);
            assertEquals("1.0", program.value("immich_pg_up", "immich"));
            server.stop();
            server.startAgain();
            program.awaitUp("immich", "0.0");
            program.awaitSaid("Database immich: Could not read .*: the host name is not known; check .*\\.");
            name("127.0.0.2");
            awaitUpSoon(program, "the name");
            program.await("well", () -> program.status("/health/well") == 200);
        }
    }

    @Test
    void someOfItsAddressesAreDead() throws Exception {
        server.stop();
        listenOn("127.0.0.2,::1");
        server.startAgain();
        try (Deaf deaf = new Deaf("127.0.0.4", server.port())) {
            name("127.0.0.3", "127.0.0.2"); // the first refuses
            try (Program program = program()) {
                program.awaitUp("immich", "1.0");

                name(deaf.address(), "127.0.0.2"); // the first says nothing
                server.stop();
                program.awaitUp("immich", "0.0");
                program.awaitSaid(UNREACHABLE + "|Database immich: .*did not answer in time; ");
                server.startAgain();
                awaitUpSoon(program, "the second address");

                name("127.0.0.3", "::1"); // which Java puts behind all of IPv4
                server.stop();
                program.awaitUp("immich", "0.0");
                server.startAgain();
                awaitUpSoon(program, "IPv6");

                name("::1");
                server.stop();
                program.awaitUp("immich", "0.0");
                server.startAgain();
                awaitUpSoon(program, "IPv6 alone");
                program.await("well", () -> program.status("/health/well") == 200);
            }
        }
    }

    /** Takes no connection and refuses none. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket full;
        private final List<Socket> crowd = new ArrayList<>();

        Deaf(String address, int port) throws IOException {
            full = new ServerSocket(port, 1, InetAddress.getByName(address));
            try {
                while (true) {
                    Socket socket = new Socket();
                    crowd.add(socket);
                    socket.connect(new InetSocketAddress(full.getInetAddress(), port), 200);
                }
            } catch (SocketTimeoutException e) {
                // Nobody is let in any more.
            }
        }

        String address() {
            return full.getInetAddress().getHostAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : crowd) {
                socket.close();
            }
            full.close();
        }
    }

    private static void awaitUpSoon(Program program, String what) {
        long began = System.nanoTime();
        program.awaitUp("immich", "1.0");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("NameFaults: found by %s after %d ms%n", what, took.toMillis());
        assertTrue(took.compareTo(SOON) < 0, () -> what + " took " + took);
    }

    private static void listenOn(String addresses) {
        server.configure("listen_addresses", addresses);
    }

    private static void name(String... addresses) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String address : addresses) {
            lines.add(address + " " + NAME);
        }
        Path unfinished = Files.write(directory.resolve("unfinished"), lines);
        Files.move(unfinished, names, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Program program() throws IOException {
        return new Program(
                directory,
                Map.of(
                        "DB_URL",
                        database.url().replace("127.0.0.1", NAME),
                        "IMMICH_PG_EVERY",
                        "1s",
                        "IMMICH_PG_TIMEOUT",
                        "6s",
                        "JAVA_TOOL_OPTIONS",
                        "-Djdk.net.hosts.file=" + names),
                List.of());
    }
}
