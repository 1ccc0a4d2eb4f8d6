package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.Package;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many databases, and a configuration that changes, in the packaged program. */
class FleetIT {

    private static final EmbeddedServer SERVER = EmbeddedServer.shared(17);

    private static ImmichDatabase home;
    private static ImmichDatabase cabin;

    @TempDir
    Path directory;

    private Path properties;

    @BeforeAll
    static void open() {
        home = database();
        cabin = database();
    }

    private static ImmichDatabase database() {
        return ImmichDatabase.on(SERVER)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
    }

    @AfterAll
    static void close() {
        SERVER.resetPackages();
        home.drop();
        cabin.drop();
    }

    @BeforeEach
    void configuration() throws IOException {
        properties = Files.createDirectory(directory.resolve("config")).resolve("application.properties");
    }

    /** Added, removed, broken, fixed, moved: nothing is restarted, and no series is lost or doubled. */
    @Test
    void theConfigurationIsEdited() throws Exception {
        write(Map.of("home", home));
        try (Program program = new Program(Map.of(), List.of(), directory)) {
            program.awaitUp("home", "1.0");
            assertEquals(List.of("home"), databases(program));

            write(Map.of("home", home, "cabin", cabin));
            program.awaitUp("cabin", "1.0");
            assertEquals(List.of("cabin", "home"), databases(program));
            // Whoever was there before goes on as if nothing had happened, and so does the agent.
            assertTrue(program.examinations("home") > 1);
            assertEquals(200, program.status("/health/ready"));
            program.await("one session of home", () -> connections(home) == 1);

            Files.writeString(properties, "immich-pg.databases.home.url=postgresql://u:" + Program.CANARY + "@h:x/d\n");
            program.await("refused", () -> inForce(program).equals("0.0"));
            assertEquals(List.of("cabin", "home"), databases(program));
            program.awaitExaminations("home", 2);
            program.awaitExaminations("cabin", 2);
            program.awaitSaid("WARN  The configuration was edited and cannot be used");
            program.awaitSaid("WARN  immich-pg.databases.home.url: The port in the database URL is not a number");
            String page = program.body("/");
            assertTrue(page.contains("The configuration was edited and cannot be used."), page);
            assertTrue(
                    page.contains("immich-pg.databases.home.url: The port in the database URL is not a number"), page);
            assertFalse(page.contains(Program.CANARY));

            write(Map.of("cabin", cabin));
            program.await("in force again", () -> inForce(program).equals("1.0"));
            assertEquals(List.of("cabin"), databases(program));
            assertEquals(404, program.status("/api/databases/home"));
            assertFalse(program.body("/").contains("cannot be used"));
            program.await("the connection is closed", () -> connections(home) == 0);
            program.awaitExaminations("cabin", 2);
            program.await("one session of cabin", () -> connections(cabin) == 1);

            // The same name, and another database.
            write(Map.of("cabin", home));
            program.await("moved", () -> connections(home) == 1 && connections(cabin) == 0);
            program.awaitExaminations("cabin", 2);
            assertEquals(List.of("cabin"), databases(program));

            Files.delete(properties);
            program.await("refused", () -> inForce(program).equals("0.0"));
            program.awaitExaminations("cabin", 2);
            program.assertEndsAtOnce();
        }
    }

    /** The agent is updated in the same night as the packages: what the night brought is told all the same. */
    @Test
    void theStateOutlivesTheAgent() throws Exception {
        write(Map.of("home", home));
        Path state = Files.createDirectory(directory.resolve("state"));
        Map<String, String> environment = Map.of("IMMICH_PG_STATE_DIRECTORY", state.toString());
        try (Program program = new Program(environment, List.of(), directory)) {
            program.awaitUp("home", "1.0");
            program.await("written", () -> Files.exists(state.resolve("home.json")));
            program.assertEndsAtOnce();
        }
        SERVER.install(Package.vchord("0.4.3", "0.5.3"));
        String changed;
        try (Program program = new Program(environment, List.of(), directory)) {
            program.awaitUp("home", "1.0");
            changed = changed(program);
            assertTrue(program.body("/").contains("vchord, available on the server: 0.4.3 → 0.5.3."));
            assertFalse(program.body("/").contains("starts empty"));
            program.await("written", () -> content(state.resolve("home.json")).contains("0.5.3"));
            program.assertEndsAtOnce();
        }
        assertFalse(changed.equals("absent"));
        try (Program program = new Program(environment, List.of(), directory)) {
            program.awaitUp("home", "1.0");
            assertEquals(changed, changed(program));
            program.assertEndsAtOnce();
        }
        try (Program program = new Program(Map.of(), List.of(), directory)) {
            program.awaitUp("home", "1.0");
            assertEquals("absent", changed(program));
            assertTrue(program.body("/").contains("starts empty"));
        }
    }

    private static String changed(Program program) {
        return program.body("/metrics")
                .lines()
                .filter(line -> line.startsWith(
                        "immich_pg_extension_changed_timestamp_seconds{database=\"home\",extension=\"vchord\""))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    /** Three hundred servers that accept and say nothing, and one that is well. */
    @Test
    void manyThatHangCostNoThreadEachAndDelayNoOther() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    properties,
                    Stream.concat(
                                    Stream.of(
                                            "immich-pg.every=4s",
                                            "immich-pg.timeout=4s",
                                            "immich-pg.databases.home.url=" + home.url()),
                                    IntStream.range(0, 300)
                                            .mapToObj(i -> "immich-pg.databases.x" + i
                                                    + ".url=postgresql://u@127.0.0.1:" + silent.getLocalPort() + "/d"))
                            .collect(Collectors.joining("\n")));
            try (Program program = new Program(Map.of(), List.of(), directory)) {
                program.awaitUp("home", "1.0");
                double before = program.examinations("home");
                program.await(
                        "each has been tried",
                        () -> program.body("/metrics")
                                        .lines()
                                        .filter(line -> line.matches("immich_pg_up\\{database=\"x.*\",?} 0.0"))
                                        .count()
                                == 300);
                program.await("the one that is well keeps its turn", () -> program.examinations("home") >= before + 2);
                // One for each examination at the same time, and those that the driver has for each login, until it
                // gives up.
                assertTrue(program.threads() < 4 * 96 + 50, () -> "threads: " + program.threads());
                assertEquals(200, program.status("/health/live"));
                assertEquals(200, program.status("/health/ready"));
                program.assertEndsAtOnce();
            }
        }
    }

    /** Every series once, and of no database but these. */
    private static List<String> databases(Program program) {
        List<String> series = program.body("/metrics")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
        assertEquals(series.size(), new TreeSet<>(series).size());
        return series.stream()
                .filter(one -> one.contains("{database=\""))
                .map(one -> one.replaceAll(".*\\{database=\"([^\"]*)\".*", "$1"))
                .distinct()
                .sorted()
                .toList();
    }

    private static String inForce(Program program) {
        return program.body("/metrics")
                .lines()
                .filter(line -> line.startsWith("immich_pg_config_last_reload_successful "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    private static int connections(ImmichDatabase database) {
        return Integer.parseInt(SERVER.value(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'immich-pg-monitor' AND datname = '"
                        + database.name() + "'"));
    }

    private void write(Map<String, ImmichDatabase> databases) throws IOException {
        Files.writeString(
                properties,
                "immich-pg.every=1s\nimmich-pg.timeout=6s\n"
                        + databases.entrySet().stream()
                                .map(e -> "immich-pg.databases." + e.getKey() + ".url="
                                        + e.getValue().url() + "\n")
                                .collect(Collectors.joining()));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
