package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.Timeouts;
import dev.immichpg.postgres.UnreadableDatabase;
import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PgBouncer between the agent and Postgres: it works, and whoever shares the pool notices nothing of it. */
class PoolerIT {

    /** What a client asks that has just been lent the session. */
    private static final String LEFT_BEHIND =
            "SELECT coalesce(string_agg(left_behind, ', ' ORDER BY left_behind), 'nothing') FROM ("
                    + "SELECT name || ' is ' || setting FROM pg_settings WHERE source = 'session' AND name NOT IN"
                    + " ('application_name', 'client_encoding', 'DateStyle', 'IntervalStyle',"
                    + " 'standard_conforming_strings', 'TimeZone')" // which the pooler itself keeps apart
                    + " UNION ALL SELECT 'this is read-only' WHERE current_setting('transaction_read_only')::bool"
                    + " UNION ALL SELECT 'prepared ' || name FROM pg_prepared_statements) AS found (left_behind)";

    @TempDir
    static Path directory;

    private static EmbeddedServer server;
    private static ImmichDatabase database;

    @BeforeAll
    static void open() {
        PgBouncer.assumeInstalled();
        server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        database = ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
        database.roleExecute("CREATE TABLE public.written (at timestamptz)");
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    /** With one server session for all: the agent's next question and Immich's next transaction meet in it. */
    @ParameterizedTest
    @CsvSource({
        "transaction, ''",
        // As CloudNativePG's Pooler has it from the start
        "transaction, 'extra_float_digits,options'",
        "statement, ''",
    })
    void whoIsLentTheSameSessionFindsNothingInIt(String mode, String ignored) throws Exception {
        try (PgBouncer pooler = pooler(
                        "pool_mode = " + mode, "default_pool_size = 1", "ignore_startup_parameters = " + ignored);
                CatalogReader agent = reader(pooler.url(database), 10);
                Connection immich = client(pooler)) {
            Snapshot straight;
            try (CatalogReader direct = reader(database.url(), 10)) {
                straight = direct.read();
            }
            for (int time = 1; time <= 7; time++) {
                Snapshot is = agent.read();
                assertEquals(
                        straight.installedExtensions().size(),
                        is.installedExtensions().size());
                assertEquals(straight.history(), is.history());
                assertEquals(straight.serverSearchPath(), is.serverSearchPath());
                assertEquals(straight.serverReadOnly(), is.serverReadOnly());
                assertEquals("nothing", value(immich, LEFT_BEHIND));
                try (Statement statement = immich.createStatement()) {
                    assertEquals(1, statement.executeUpdate("INSERT INTO public.written VALUES (now())"));
                }
            }
            assertEquals("1", sessions(), "they did share one session");
        }
    }

    /** The agent keeps its connection, and with it a session of the pool. */
    @Test
    void aPoolOfSessionsGivesOneToTheAgent() throws Exception {
        try (PgBouncer pooler = pooler("pool_mode = session", "default_pool_size = 1")) {
            try (CatalogReader agent = reader(pooler.url(database), 10)) {
                agent.read();
                agent.read();
                assertEquals("1", sessions());
                // Another one waits for it until its time is over.
                try (CatalogReader second = reader(pooler.url(database), 4)) {
                    assertEquals(Reason.TIMEOUT, unreadable(second).reason());
                }
            }
            try (Connection immich = client(pooler);
                    Statement statement = immich.createStatement()) {
                assertEquals("nothing", value(immich, LEFT_BEHIND));
                assertEquals(1, statement.executeUpdate("INSERT INTO public.written VALUES (now())"));
            }
        }
    }

    @Test
    void whatThePoolerRefusesIsSaid() throws Exception {
        try (PgBouncer pooler = pooler("pool_mode = transaction", "max_client_conn = 1");
                Connection immich = client(pooler);
                CatalogReader agent = reader(pooler.url(database), 6)) {
            assertTrue(immich.isValid(1));
            assertSaid(
                    pooler,
                    agent,
                    Reason.REFUSED,
                    "the server takes no connection now (no more connections allowed (max_client_conn)); check"
                            + " whether it starts, stops, recovers or has no connection left.");
        }
        try (PgBouncer pooler = pooler("pool_mode = transaction");
                CatalogReader agent = reader(pooler.url(database).replace(Program.CANARY, Program.CANARY + "2"), 6)) {
            assertSaid(
                    pooler,
                    agent,
                    Reason.LOGIN,
                    "the login was refused (SASL authentication failed); check the user, the password and"
                            + " pg_hba.conf.");
        }
        try (PgBouncer pooler = pooler("pool_mode = transaction");
                CatalogReader agent = reader(pooler.url(database).replaceAll("/[^/]+$", "/nowhere"), 6)) {
            UnreadableDatabase failure = unreadable(agent);
            assertEquals(Reason.NO_SUCH_DATABASE, failure.reason(), failure::getMessage);
            assertTrue(failure.getMessage().contains(" (no such database: nowhere); check "), failure::getMessage);
        }
    }

    @Test
    void badDaysOfThePoolerAndOfTheServerBehindIt() throws Exception {
        try (PgBouncer pooler = pooler("pool_mode = transaction", "server_login_retry = 1");
                CatalogReader agent = reader(pooler.url(database), 6)) {
            agent.read();
            // Restarted between two examinations: no finding.
            pooler.stop();
            pooler.start();
            agent.read();

            pooler.stop();
            assertEquals(Reason.UNREACHABLE, unreadable(agent).reason());
            pooler.start();
            agent.read();

            server.restart();
            agent.read();

            server.stop();
            UnreadableDatabase gone = assertTimeout(Duration.ofSeconds(8), () -> unreadable(agent));
            assertTrue(gone.reason() == Reason.REFUSED || gone.reason() == Reason.TIMEOUT, gone::getMessage);
            server.startAgain();
            // The pooler waits a second (server_login_retry) before it tries again.
            Instant limit = Instant.now().plusSeconds(5);
            while (!isReadable(agent)) {
                assertTrue(Instant.now().isBefore(limit), "never readable again");
            }
        }
    }

    @Test
    void theProgramBehindAPooler() throws Exception {
        try (PgBouncer pooler = pooler("pool_mode = transaction", "default_pool_size = 1");
                Program program = new Program(
                        directory,
                        Map.of("DB_URL", pooler.url(database), "IMMICH_PG_EVERY", "1s", "IMMICH_PG_TIMEOUT", "4s"),
                        List.of())) {
            program.awaitUp("immich", "1.0");
            program.awaitExaminations("immich", 2);
            try (Connection immich = client(pooler);
                    Statement statement = immich.createStatement()) {
                assertEquals("nothing", value(immich, LEFT_BEHIND));
                assertEquals(1, statement.executeUpdate("INSERT INTO public.written VALUES (now())"));
            }
            assertEquals(200, program.status("/health/well"));
            pooler.stop();
            program.awaitUp("immich", "0.0");
            assertEquals(200, program.status("/health/ready"));
            assertEquals(503, program.status("/health/well"));
            program.awaitSaid("Database immich: Could not read .*: nothing answers there, .*\\.");
            pooler.start();
            program.awaitUp("immich", "1.0");
            program.await("well", () -> program.status("/health/well") == 200);
        }
    }

    private static void assertSaid(PgBouncer pooler, CatalogReader agent, Reason reason, String what) {
        UnreadableDatabase failure = unreadable(agent);
        assertEquals(
                "Could not read 127.0.0.1:" + pooler.port() + "/" + database.name() + " as user " + database.role()
                        + ": " + what,
                failure.getMessage());
        assertEquals(reason, failure.reason());
    }

    private static boolean isReadable(CatalogReader agent) {
        try {
            agent.read();
            return true;
        } catch (UnreadableDatabase e) {
            return false;
        }
    }

    private static UnreadableDatabase unreadable(CatalogReader agent) {
        return assertThrows(UnreadableDatabase.class, agent::read);
    }

    private static PgBouncer pooler(String... settings) throws Exception {
        return new PgBouncer(directory, server, List.of(database), settings);
    }

    /** With the search in the indexes as well. */
    private static CatalogReader reader(String url, int seconds) {
        return new CatalogReader(
                ImmichUrl.parse(url), Optional.empty(), true, Timeouts.within(Duration.ofSeconds(seconds)));
    }

    /** As a pooler's clients must be: without prepared statements. */
    private static Connection client(PgBouncer pooler) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.role());
        properties.setProperty("password", database.password());
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "14");
        return new org.postgresql.Driver()
                .connect("jdbc:postgresql://127.0.0.1:" + pooler.port() + "/" + database.name(), properties);
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String sessions() {
        return database.value("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + database.role() + "'");
    }
}
