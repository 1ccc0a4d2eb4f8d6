package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import dev.immichpg.Program;
import dev.immichpg.Program.RunsIn;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 12, D5: where the machine gives few threads or few open files, and most databases hang, the healthy one is examined, and
 * the log has a line for each and no more.
 */
class LimitsIT {

    private static final int HANGING = 60;
    /** A user who runs nothing else. */
    private static final String NOBODY_ELSE = "61212";

    @TempDir
    static Path directory;

    private static ImmichDatabase home;
    private static ServerSocket hangs;

    @BeforeAll
    static void begin() throws IOException {
        home = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
        // The system takes the connections, and nobody ever answers.
        hangs = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    }

    @AfterAll
    static void end() throws IOException {
        hangs.close();
        home.drop();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "IMMICH_PG_EVERY",
                "1s",
                "IMMICH_PG_TIMEOUT",
                "4s",
                "IMMICH_PG_HOST",
                "localhost",
                "PATH",
                "/usr/bin:/bin"));
        environment.put(BadDay.url("a_home"), home.url());
        for (int i = 0; i < HANGING; i++) {
            environment.put(
                    BadDay.url("hangs" + i),
                    "postgresql://u:" + Program.CANARY + "@127.0.0.1:" + hangs.getLocalPort() + "/d");
        }
        return environment;
    }

    @Test
    void issue12FewOpenFiles() throws Exception {
        if (!isInstalled("prlimit")) {
            Lacking.skip("immich-pg.tools.obligatory", "prlimit is not installed, so nobody has tried few open files.");
        }
        Path own = Files.createDirectory(directory.resolve("files"));
        List<Socket> visitors = new ArrayList<>();
        try (Program program = new Program(
                new RunsIn(List.of("prlimit", "--nofile=260:260"), "127.0.0.1"), environment(), List.of(), own)) {
            program.awaitUp("a_home", "1.0");
            program.await(
                    "it says what it needs", () -> program.said("WARN .* 260 open files; for 61 databases it needs"));
            for (int i = 0; i < 120; i++) {
                visitors.add(new Socket(InetAddress.getLoopbackAddress(), program.port()));
            }
            program.await("it says what it lacks", () -> program.said("WARN .* as many files and connections open as"));
            for (Socket visitor : visitors) {
                visitor.close();
            }
            goesOn(program);
            // Not of few threads: Java obeys SIGTERM on a thread that it makes then.
            program.assertEndsAtOnce();
        }
    }

    @Test
    void issue12FewThreads() throws Exception {
        if (!System.getProperty("user.name").equals("root") || !isInstalled("setpriv")) {
            Lacking.skip(
                    "immich-pg.tools.obligatory",
                    "Only root can run setpriv to become a user with few threads, so nobody has tried that.");
        }
        Path own = Files.createDirectory(directory.resolve("threads"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        RunsIn few = new RunsIn(
                List.of(
                        "prlimit",
                        "--nproc=60:60",
                        "setpriv",
                        "--reuid=" + NOBODY_ELSE,
                        "--regid=" + NOBODY_ELSE,
                        "--clear-groups"),
                "127.0.0.1");
        try (Program program = new Program(few, environment(), List.of(), own)) {
            program.awaitUp("a_home", "1.0");
            program.await(
                    "it says what it needs", () -> program.said("WARN .* user 60 threads; for 61 databases the agent"));
            program.await("it says what it lacks", () -> program.said("WARN .* gives the agent no more threads"));
            goesOn(program);
        }
    }

    private static boolean isInstalled(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    private static void goesOn(Program program) throws Exception {
        for (int i = 0; i < HANGING; i += 7) {
            program.awaitUp("hangs" + i, "0.0");
        }
        program.awaitExaminations("a_home", 5);
        assertEquals("1.0", program.value("immich_pg_up", "a_home"));
        assertEquals(200, program.status("/health/live"));
        assertEquals(200, program.status("/"));
        Map<String, Long> lines = Stream.concat(program.output().stream(), program.errors().stream())
                .filter(line -> line.matches("[-0-9]{10} [:0-9]{8} (WARN|ERROR|FATAL) .*|\\[.*"))
                .map(line -> line.replaceAll("^[-0-9]{10} [:0-9]{8} ", "")
                        .replaceAll("(hangs\\d+).*", "$1")
                        .replaceFirst("^\\[.*\\[os,thread *\\].*", "Java's own line"))
                .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        System.out.println("LimitsIT: " + lines);
        // That it hangs, that it waits, and what it lacked.
        lines.forEach((line, times) -> assertTrue(
                times <= (line.contains("hangs") || line.startsWith("Java") ? 4 : 1), () -> line + ": " + times));
        Set<String> others = lines.keySet().stream()
                .filter(line -> !line.contains("Database hangs"))
                .collect(Collectors.toSet());
        assertTrue(others.size() <= 4, others::toString);
    }
}
