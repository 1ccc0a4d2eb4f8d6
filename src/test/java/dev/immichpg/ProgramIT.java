package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.document.ReportSchemaTest;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a process of its own, with nothing but the environment that each test gives it. */
class ProgramIT {

    private static final String CANARY = Program.CANARY;

    private static EmbeddedServer server;
    private static ImmichDatabase mortal;
    private static ImmichDatabase healthy;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        mortal = database(server);
        healthy = database(EmbeddedServer.shared(16));
    }

    @AfterAll
    static void close() {
        healthy.drop();
        server.close();
    }

    private static ImmichDatabase database(EmbeddedServer on) {
        return ImmichDatabase.on(on)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(CANARY)
                .create();
    }

    // It refuses

    @Test
    void withoutAnyConfiguration() throws Exception {
        assertRefused(
                Map.of(),
                "No database is configured. Set DB_URL (or Immich's DB_HOSTNAME, DB_USERNAME, DB_PASSWORD,"
                        + " DB_DATABASE_NAME), or immich-pg.databases.<name>.url.");
    }

    @Test
    void withEverythingWrongAtOnce() throws Exception {
        Path releases = Files.writeString(directory.resolve("releases.json"), "{\"format\": 1");
        assertRefused(
                Map.of(
                        "DB_URL",
                        "postgresql://u:" + CANARY + "@h:" + CANARY + "/d",
                        "IMMICH_PG_EVRY",
                        "1s",
                        "IMMICH_PG_MUTE",
                        "server-raed-only",
                        "IMMICH_PG_SEVERITY_SERVER_READ_ONLY",
                        "fatal",
                        "IMMICH_PG_RELEASES_FILE",
                        releases.toString(),
                        "IMMICH_PG_DATABASES_HOME_PASSWORD",
                        CANARY,
                        "IMMICH_PG_DATABASES_HOME_IMMICH_URL",
                        "http://u:" + CANARY + "@immich_server"),
                "IMMICH_PG_EVRY is not a setting. Known settings, after immich-pg.: allowed-hosts, every, ",
                "immich-pg.mute: \"server-raed-only\" is not a check. There are: ",
                "immich-pg.severity.server-read-only: \"fatal\" is not a severity. There are: critical, warning, info.",
                "immich-pg.releases-file: " + releases + ": line 1, column ",
                "Immich's variables: The port in the database URL is not a number",
                "immich-pg.databases.home.immich-url: this is not an address such as");
    }

    @Test
    void filesThatHoldNoProperties() throws Exception {
        Path own = Files.createDirectories(directory.resolve("own/config")).getParent();
        Files.writeString(own.resolve(".env"), "DB_URL=" + mortal.url() + "\nX=\\u12\n");
        assertRefused(own, ".env is not a properties file: it has \\u without four hexadecimal digits after it;");
        Files.delete(own.resolve(".env"));
        Files.writeString(own.resolve("config/application.properties"), "X=C:\\user\n");
        assertRefused(own, "config/application.properties is not a properties file: it has \\u without");
    }

    /** Issue 12: what Quarkus reads from its own file before we are asked, or refuses at its start. */
    @Test
    void aFileThatQuarkusStumblesOver() throws Exception {
        Path own = Files.createDirectories(directory.resolve("quarkus/config")).getParent();
        Path file = own.resolve("config/application.properties");
        Map<String, String> problems = new LinkedHashMap<>();
        problems.put("immich-pg.management-port=70000", "immich-pg.management-port: \"70000\" is not a port");
        problems.put("quarkus.http.port=-1", "quarkus.http.port: \"-1\" is not a port");
        problems.put("immich-pg.host=no-such-host.invalid", "immich-pg.host: \"no-such-host.invalid\" is not the name");
        problems.put(
                "quarkus.http.idle-timeout=soon",
                "quarkus.http.idle-timeout: the value of this setting cannot be used.");
        problems.put("quarkus.http.limits.max-connections=many", "quarkus.http.limits.max-connections: the value");
        for (Map.Entry<String, String> problem : problems.entrySet()) {
            Files.writeString(file, "DB_URL=" + mortal.url() + "\n" + problem.getKey() + "\n");
            assertRefused(own, problem.getValue());
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused(own, "config/application.properties cannot be read: it is a directory.");
    }

    private static void assertRefused(Path own, String problem) throws Exception {
        try (Program program = new Program(Map.of(), List.of(), own)) {
            assertEquals(2, program.exit(Program.PATIENCE));
            assertEquals(1, program.errors().size(), () -> String.join("\n", program.errors()));
            assertTrue(program.errors().get(0).startsWith("immich-pg-monitor: " + problem), program.errors()::toString);
        }
    }

    @Test
    void aCommandThatIsNone() throws Exception {
        assertRefused(
                Map.of("DB_URL", mortal.url()),
                List.of("serv"),
                "serv is not a command. Did you mean serve?",
                "See immich-pg-monitor --help.");
    }

    @Test
    void aDoorThatIsNone() throws Exception {
        Map<String, String> url = Map.of("DB_URL", mortal.url());
        assertRefused(with(url, "IMMICH_PG_PORT", "abc"), "immich-pg.port: \"abc\" is not a port");
        assertRefused(with(url, "IMMICH_PG_PORT", ""), "immich-pg.port: \"\" is not a port");
        assertRefused(with(url, "IMMICH_PG_PORT", "65536"), "immich-pg.port: \"65536\" is not a port");
        assertRefused(
                with(url, "IMMICH_PG_PORT", "tcp://10.96.0.7:5432"),
                "immich-pg.port: \"tcp://10.96.0.7:5432\" is not a port, a number up to 65535. Kubernetes sets");
        assertRefused(
                with(url, "IMMICH_PG_HOST", "no-such-host.invalid"),
                "immich-pg.host: \"no-such-host.invalid\" is not the name or an address of this machine.");
    }

    @Test
    void aDoorThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0);
                Program program = new Program(
                        directory,
                        Map.of("DB_URL", mortal.url(), "IMMICH_PG_PORT", Integer.toString(other.getLocalPort())),
                        List.of())) {
            // Not 2: it may be free when systemd tries again.
            assertEquals(1, program.exit(Program.PATIENCE));
            assertFalse(program.output().stream().anyMatch(l -> l.contains("WARN") || l.contains("ERROR")));
            assertEquals(1, program.errors().size(), () -> String.join("\n", program.errors()));
            String line = program.errors().get(0);
            assertTrue(
                    line.startsWith("immich-pg-monitor: immich-pg.port: port " + other.getLocalPort()
                            + " cannot be opened; another program probably uses it."),
                    line);
        }
    }

    @Test
    void aSecondDoorThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0);
                Program program = new Program(
                        directory,
                        Map.of(
                                "DB_URL",
                                mortal.url(),
                                "IMMICH_PG_MANAGEMENT_PORT",
                                Integer.toString(other.getLocalPort())),
                        List.of())) {
            assertEquals(1, program.exit(Program.PATIENCE));
            assertEquals(1, program.errors().size(), () -> String.join("\n", program.errors()));
            String line = program.errors().get(0);
            assertTrue(
                    line.startsWith("immich-pg-monitor: immich-pg.management-port: port " + other.getLocalPort()
                            + " cannot be opened;"),
                    line);
        }
        assertRefused(
                Map.of("DB_URL", mortal.url(), "IMMICH_PG_MANAGEMENT_PORT", "x"),
                "immich-pg.management-port: \"x\" is not a port");
        assertRefused(
                Map.of("DB_URL", mortal.url(), "IMMICH_PG_PORT", "9799", "IMMICH_PG_MANAGEMENT_PORT", "9799"),
                "immich-pg.management-port: port 9799 is that of immich-pg.port already;");
    }

    private void assertRefused(Map<String, String> environment, String... problems) throws Exception {
        assertRefused(environment, List.of(), problems);
    }

    /** One line for each problem, which starts as given. */
    private void assertRefused(Map<String, String> environment, List<String> arguments, String... problems)
            throws Exception {
        try (Program program = new Program(directory, environment, arguments)) {
            assertEquals(2, program.exit(Program.PATIENCE));
            List<String> errors = program.errors();
            assertEquals(problems.length, errors.size(), () -> String.join("\n", errors));
            for (int i = 0; i < problems.length; i++) {
                String start = "immich-pg-monitor: " + problems[i];
                String error = errors.get(i);
                assertTrue(error.startsWith(start), () -> "expected " + start + "\nbut was " + error);
            }
            assertFalse(program.output().stream().anyMatch(l -> l.contains("WARN") || l.contains("ERROR")));
        }
    }

    // It goes on

    @Test
    void aDatabaseThatIsDownComesUp() throws Exception {
        server.stop();
        try (Program program = new Program(
                directory,
                Map.of("DB_URL", mortal.url(), "IMMICH_PG_EVERY", "1s", "IMMICH_PG_TIMEOUT", "6s"),
                List.of("serve"))) {
            program.await("ready", () -> program.status("/health/ready") == 200);
            assertEquals("0.0", program.value("immich_pg_up", "immich"));
            assertEquals(200, program.status("/health/live"));
            assertEquals(200, program.status("/health/started"));
            assertEquals(503, program.status("/health/well"));
            assertEquals(200, program.status("/"));
            program.awaitExaminations("immich", 3);
            List<String> warnings =
                    program.output().stream().filter(l -> !l.contains(" INFO ")).toList();
            assertEquals(1, warnings.size(), () -> String.join("\n", program.output()));
            String warning = warnings.get(0);
            String expected = " WARN  Database immich: Could not read 127.0.0.1:" + server.port() + "/" + mortal.name()
                    + " as user " + mortal.role() + ": nothing answers there, or the connection broke;"
                    + " check that Postgres runs and listens there.";
            assertTrue(warning.endsWith(expected), warning);

            server.startAgain();
            program.awaitUp("immich", "1.0");
            assertEquals(Set.of(), ReportSchemaTest.faults(program.body("/api/databases")));
            assertEquals(Set.of(), ReportSchemaTest.faults(program.body("/api/databases/immich")));
            assertEquals(Files.readString(Path.of("docs/report.schema.json")), program.body("/api/report.schema.json"));
            program.await("well", () -> program.status("/health/well") == 200);
            program.assertEndsAtOnce();
        } finally {
            if (!server.isRunning()) {
                server.startAgain();
            }
        }
    }

    @Test
    void badDaysOfOthersDoNotReachAHealthyDatabase() throws Exception {
        try (Program program = new Program(
                directory,
                Map.of(
                        "IMMICH_PG_EVERY",
                        "1s",
                        "IMMICH_PG_TIMEOUT",
                        "6s",
                        "IMMICH_PG_DATABASES_HEALTHY_URL",
                        healthy.url(),
                        "IMMICH_PG_DATABASES_MORTAL_URL",
                        mortal.url(),
                        "IMMICH_PG_DATABASES_LOCKED_URL",
                        healthy.url().replace(CANARY, CANARY + "2"),
                        "IMMICH_PG_DATABASES_LOST_URL",
                        "postgresql://u:" + CANARY + "@no-such-host.invalid/d"),
                List.of())) {
            program.await("ready", () -> program.status("/health/ready") == 200);
            program.awaitUp("mortal", "1.0");
            assertEquals("1.0", program.value("immich_pg_up", "healthy"));
            assertEquals("0.0", program.value("immich_pg_up", "locked"));
            assertEquals("0.0", program.value("immich_pg_up", "lost"));
            program.awaitSaid("Database locked: Could not read .*: the login was refused .*pg_hba.conf\\.");
            program.awaitSaid("Database lost: Could not read .*: the host name is not known; check .*\\.");
            assertEquals(200, program.status("/api/databases/healthy/verdict"));
            assertEquals(503, program.status("/api/databases/locked/verdict"));

            server.hang();
            try {
                double before = program.examinations("healthy");
                program.awaitUp("mortal", "0.0");
                double meanwhile = program.examinations("healthy") - before;
                assertTrue(meanwhile >= 2, () -> "the healthy one waited for the one that hangs: " + meanwhile);
                program.awaitExaminations("healthy", 2);
                assertEquals("1.0", program.value("immich_pg_up", "healthy"));
                assertEquals(200, program.status("/health/ready"));
                assertEquals(200, program.status("/health/live"));
                assertEquals(503, program.status("/health/well"));
                program.awaitSaid("Database mortal: Could not read .*: it did not answer in time; check .*\\.");
            } finally {
                server.resume();
            }
            program.awaitUp("mortal", "1.0");

            server.hang();
            try {
                double before = program.examinations("healthy");
                program.await("two rounds", () -> program.examinations("healthy") >= before + 2);
                program.assertEndsAtOnce();
            } finally {
                server.resume();
            }
        }
    }

    /** What is for machines moves to the second port, and what is for people stays on the first. */
    @Test
    void metricsAndProbesOnAPortOfTheirOwn() throws Exception {
        int second;
        try (ServerSocket free = new ServerSocket(0)) {
            second = free.getLocalPort();
        }
        try (Program program = new Program(
                directory,
                Map.of("DB_URL", healthy.url(), "IMMICH_PG_MANAGEMENT_PORT", Integer.toString(second)),
                List.of())) {
            program.await("ready", () -> program.status(second, "/health/ready") == 200);
            for (String path : List.of("/metrics", "/health/live", "/health/well", "/health")) {
                assertEquals(200, program.status(second, path), path);
                assertEquals(404, program.status(path), path);
            }
            for (String path : List.of("/", "/checks", "/api/databases", "/style.css")) {
                assertEquals(404, program.status(second, path), path);
                assertEquals(200, program.status(path), path);
            }
            assertEquals(404, program.status(second, "/health/..%2f"));
            // issue 12, C4: no link leads to what is elsewhere.
            assertTrue(program.body("/").contains("/api\""));
            assertFalse(program.body("/").contains("/metrics\""));
            program.assertEndsAtOnce();
        }
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }
}
