package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Issue 12: logins that hang do not pile up on the server, and cost no time once they hang no more. */
class HungLoginsIT {

    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofMillis(250));

    private static EmbeddedServer server;
    private static ImmichDatabase database;

    @BeforeAll
    static void open() {
        server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        database = ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void aLockOnTheCatalogs() throws Exception {
        try (CatalogReader reader = reader();
                Connection locker = superuser()) {
            locker.setAutoCommit(false);
            execute(locker, "LOCK TABLE pg_catalog.pg_class IN ACCESS EXCLUSIVE MODE");
            // Whoever has the lock can look; before Postgres 18 pg_stat_activity does not show who waits for it so
            // early.
            hang(reader, locker, "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted");
            locker.rollback();
            assertComesBackAtOnce(reader);
        }
    }

    @Test
    void aTriggerThatSleeps() throws Exception {
        try (CatalogReader reader = reader();
                Connection superuser = superuser()) {
            execute(
                    superuser,
                    "CREATE FUNCTION public.sleep() RETURNS event_trigger LANGUAGE plpgsql AS"
                            + " $$BEGIN PERFORM pg_sleep(600); END$$",
                    "CREATE EVENT TRIGGER sleep ON login EXECUTE FUNCTION public.sleep()");
            String ours = "FROM pg_stat_activity WHERE application_name = 'immich-pg-monitor'";
            try {
                hang(reader, superuser, "SELECT count(*) " + ours);
            } finally {
                execute(superuser, "DROP EVENT TRIGGER sleep");
            }
            execute(superuser, "SELECT pg_terminate_backend(pid, 5000) " + ours);
            assertComesBackAtOnce(reader);
        }
    }

    /** As many examinations as would have filled the server. */
    private static void hang(CatalogReader reader, Connection looking, String backends) throws Exception {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!reasons.contains(Reason.LOGINS_UNFINISHED)) {
            UnreadableDatabase e = assertThrows(UnreadableDatabase.class, reader::read);
            reasons.add(e.reason());
            int now = count(looking, backends);
            assertTrue(now <= 2, () -> now + " logins, " + reasons);
            assertTrue(System.nanoTime() < until, reasons::toString);
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertEquals(EnumSet.of(Reason.TIMEOUT, Reason.LOGINS_UNFINISHED), reasons);
        for (int i = 0; i < 100; i++) {
            String sentence =
                    assertThrows(UnreadableDatabase.class, reader::read).getMessage();
            assertTrue(
                    sentence.contains(": waiting, because two logins of this agent there have not ended yet"),
                    sentence);
        }
        assertEquals(2, count(looking, backends));
    }

    /** The logins' ends are seen by themselves; that takes the server a moment. */
    private static void assertComesBackAtOnce(CatalogReader reader) throws Exception {
        TimeUnit.SECONDS.sleep(1);
        assertEquals(17, reader.read().server().major());
    }

    private static CatalogReader reader() {
        return new CatalogReader(ImmichUrl.parse(database.url()), Optional.empty(), false, TIMEOUTS);
    }

    private static Connection superuser() throws SQLException {
        return server.connect(database.name(), server.superuser());
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
