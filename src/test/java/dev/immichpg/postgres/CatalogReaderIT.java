package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.SecondAnswer;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.postgres.UnreadableDatabase.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The door in, against real servers. */
class CatalogReaderIT {

    private static final String MAJORS = "dev.immichpg.demo.EmbeddedServer#majors";
    private static final Timeouts TIMEOUTS = Timeouts.within(Duration.ofSeconds(10));
    private static final Timeouts SHORT = new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(900),
            Duration.ofMillis(200));

    @ParameterizedTest
    @MethodSource(MAJORS)
    void asksTwoStatementsOverOneConnectionWithAName(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        Monitor monitor = database.createMonitor(Grants.FULL);
        database.superuserExecute("ALTER ROLE \"" + monitor.role() + "\" SET log_statement = 'all'");
        try (CatalogReader reader = reader(monitor)) {
            reader.read();
            reader.read();
            // All of a message are one entry: what goes before a question is in the same one.
            List<String> statements = database.server()
                    .log()
                    .lines()
                    .filter(line -> line.contains("LOG:  execute") || line.contains("LOG:  statement"))
                    .toList();
            // Before them, once for each session: who serves it.
            assertEquals(1 + 4, statements.size(), () -> String.join("\n", statements));
            assertEquals(
                    "1 immich-pg-monitor",
                    database.value(
                            "SELECT count(*) || ' ' || min(application_name) FROM pg_stat_activity WHERE usename = '"
                                    + monitor.role() + "'"));
        } finally {
            database.drop();
        }
    }

    /** At the first time, when its plan begins to be kept, and later. And nothing of it stays behind. */
    @ParameterizedTest
    @MethodSource(MAJORS)
    void everyQuestionIsReadOnlyAndBounded(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        database.roleExecute("CREATE SEQUENCE public.written", "CREATE TABLE public.locked ()");
        String settings = "SELECT pg_catalog.json_agg(pg_catalog.current_setting(name) ORDER BY name)::text FROM"
                + " unnest(ARRAY['lock_timeout', 'statement_timeout', 'transaction_read_only']) AS name";
        try (Session session = session(database);
                Connection migration = database.connect()) {
            migration.setAutoCommit(false);
            migration.createStatement().execute("LOCK TABLE public.locked");
            for (int time = 1; time <= 3; time++) {
                assertEquals("[\"200ms\", \"900ms\", \"on\"]", session.value(Map.of(), settings));
                assertRefused("25006", session, "SELECT nextval('public.written')");
                assertRefused("55P03", session, "SELECT count(*) FROM public.locked");
            }
            assertRefused("57014", session, "SELECT pg_sleep(30)");
            assertRefused("57014", session, "SELECT pg_sleep(30)");
        }
        // As the session's own code would see it that came after us.
        try (Connection next = jdbc(database);
                Session session = new Session(next, SHORT, true)) {
            session.value(Map.of("enable_seqscan", "off"), settings);
            session.value(Map.of("enable_seqscan", "off"), settings);
            assertRefused("25006", session, "SELECT nextval('public.written')");
            try (var rows = next.createStatement()
                    .executeQuery("SELECT string_agg(name || ' ' || setting, ' ' ORDER BY name) FROM pg_settings"
                            + " WHERE source = 'session' OR name = 'transaction_read_only'")) {
                rows.next();
                assertEquals("transaction_read_only off", rows.getString(1));
            }
        } finally {
            database.drop();
        }
    }

    /** issue 19: a plan is megabytes of the server's memory. */
    @Test
    void issue19TheServerKeepsOnlyPlansThatAreUsedAgain() throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(17));
        for (boolean stays : List.of(true, false)) {
            try (Connection connection = jdbc(database);
                    Session session = new Session(connection, SHORT, stays)) {
                session.value(Map.of(), "SELECT 'often'");
                session.value(Map.of(), "SELECT 'often'");
                session.rareValue(Optional.empty(), "SELECT 'seldom'");
                try (var rows = connection
                        .createStatement()
                        .executeQuery("SELECT string_agg(statement, ' ') FROM pg_prepared_statements")) {
                    rows.next();
                    String kept = String.valueOf(rows.getString(1));
                    assertEquals(stays, kept.contains("'often'"), kept);
                    assertFalse(kept.contains("'seldom'"), kept);
                }
            }
        }
        database.drop();
    }

    /** issue 17: since Postgres 17 it ended the session, and the sentence said that this was no Postgres. */
    @ParameterizedTest
    @ValueSource(ints = {17, 18})
    void aTransactionTimeoutOfTheDatabaseDoesNotEndOurQuestion(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        database.superuserExecute("ALTER DATABASE \"" + database.name() + "\" SET transaction_timeout = '150ms'");
        try (Session session = session(database);
                Connection next = jdbc(database)) {
            for (int time = 1; time <= 2; time++) {
                assertEquals("done", session.value(Map.of(), "SELECT 'done' FROM pg_sleep(0.5)"));
            }
            SQLException ended = assertThrows(
                    SQLException.class, () -> next.createStatement().execute("SELECT pg_sleep(0.5)"));
            assertTrue(CatalogReader.isLost(ended), ended::getSQLState);
            assertEquals(
                    Reason.TRANSACTION_TIMEOUT,
                    UnreadableDatabase.of(ImmichUrl.parse(database.url()), ended)
                            .reason());
        } finally {
            database.drop();
        }
    }

    private static void assertRefused(String state, Session session, String question) {
        SQLException refused = assertThrows(SQLException.class, () -> session.value(Map.of(), question));
        assertEquals(state, refused.getSQLState(), refused::getMessage);
    }

    private static Session session(ImmichDatabase database) throws SQLException {
        return new Session(jdbc(database), SHORT, true);
    }

    private static Connection jdbc(ImmichDatabase database) throws SQLException {
        Target target = ImmichUrl.parse(database.url());
        var properties = target.jdbcProperties(SHORT);
        properties.setProperty("user", database.role());
        properties.setProperty("password", database.password());
        return new org.postgresql.Driver().connect(target.jdbcUrl(), properties);
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void theSnapshotSurvivesItsOwnJson(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        try (CatalogReader reader = reader(database.createMonitor(Grants.FULL))) {
            Snapshot is = reader.read();
            assertEquals(is, SnapshotJson.read(SnapshotJson.write(is)));
            assertEquals(Optional.of(List.of("2.7.5")), is.history().versions());
            assertEquals(major, is.server().major());
            assertEquals(List.of("vchordrq", "vectors"), is.loadedPrefixes());
        } finally {
            database.drop();
        }
    }

    /** As the file says: psql -f runs it as it is, and the role may be named by a setting. */
    @Test
    void psqlGetsTheSameDocument() throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(17));
        Monitor monitor = database.createMonitor(Grants.NONE);
        String sql;
        try (var file = CatalogReader.class.getResourceAsStream("snapshot.sql")) {
            sql = new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        try (Connection connection = monitor.connect();
                CatalogReader reader = reader(monitor)) {
            connection.createStatement().execute("SET immich_pg.role = '" + database.role() + "'");
            var rows = connection.createStatement().executeQuery(sql);
            rows.next();
            assertEquals(
                    withoutAges(SnapshotJson.write(reader.read()
                            .with(new SecondAnswer(
                                    Snapshot.History.HIDDEN, Optional.empty(), Optional.empty(), Optional.empty())))),
                    withoutAges(SnapshotJson.write(SnapshotJson.read(rows.getString(1)))));
        } finally {
            database.drop();
        }
    }

    @Test
    void namesThatPostgresAllowsAreRead() throws Exception {
        EmbeddedServer server = EmbeddedServer.shared(18);
        String odd = "ä\"b'c,d\ne; <f> \\ $user";
        ImmichDatabase database = ImmichDatabase.on(server)
                .named(odd)
                .role("r" + odd)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        try (CatalogReader reader =
                new CatalogReader(ImmichUrl.parse(database.url()), Optional.of(database.role()), false, TIMEOUTS)) {
            Snapshot is = reader.read();
            assertEquals(odd, is.database().name());
            assertEquals("r" + odd, is.role().name());
            assertTrue(is.role().exists());
            assertTrue(is.database().roleOwns());
        } finally {
            database.drop();
        }
    }

    @Test
    void aRoleThatDoesNotExistHasNoRights() throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(16));
        try (CatalogReader reader = new CatalogReader(
                ImmichUrl.parse(database.createMonitor(Grants.FULL).url()),
                Optional.of("no such role"),
                false,
                TIMEOUTS)) {
            Snapshot is = reader.read();
            assertFalse(is.role().exists());
            assertFalse(is.database().roleOwns());
            assertFalse(is.database().roleCanConnect());
            assertFalse(is.schema("public").orElseThrow().roleCanCreate());
        } finally {
            database.drop();
        }
    }

    /** Whoever may create objects in the database must not thereby run code as the agent. */
    @ParameterizedTest
    @MethodSource(MAJORS)
    void nobodysCodeRunsInTheAgentsName(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        database.roleExecute(
                "CREATE FUNCTION public.trap(oid, int) RETURNS boolean LANGUAGE plpgsql AS"
                        + " $$BEGIN RAISE WARNING 'trapped %', session_user; RETURN $1 = $2::oid; END$$",
                "CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = int, FUNCTION = public.trap)",
                "CREATE OPERATOR public.<> (LEFTARG = oid, RIGHTARG = int, FUNCTION = public.trap)",
                "CREATE FUNCTION public.trap() RETURNS varchar LANGUAGE plpgsql AS"
                        + " $$BEGIN RAISE WARNING 'trapped %', session_user; RETURN '2.7.5'; END$$",
                "DROP TABLE version_history",
                "CREATE VIEW version_history AS SELECT public.trap() AS version, now() AS \"createdAt\"",
                "ALTER TABLE kysely_migrations ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY trap ON kysely_migrations USING (public.trap() = '')");
        String superuser = database.server().nodeUrl(database.name(), "postgres", "unused");
        try (CatalogReader reader =
                new CatalogReader(ImmichUrl.parse(superuser), Optional.of(database.role()), false, TIMEOUTS)) {
            Snapshot is = reader.read();
            assertEquals(Snapshot.History.HIDDEN, is.history());
            assertFalse(database.server().log().contains("trapped postgres"));
        } finally {
            database.drop();
        }
    }

    /** Immich's own migration locks its table: that hides this one, for a moment, and nothing else. */
    @Test
    void aLockedTableHidesItselfAlone() throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(18));
        try (CatalogReader reader = reader(database.createMonitor(Grants.FULL));
                Connection migration = database.connect()) {
            migration.setAutoCommit(false);
            migration.createStatement().execute("LOCK TABLE kysely_migrations");
            Snapshot.History history = reader.read().history();
            assertEquals(Optional.of(List.of("2.7.5")), history.versions());
            assertEquals(Optional.empty(), history.executedMigrations());
            migration.rollback();
            assertTrue(reader.read().history().executedMigrations().isPresent());
        } finally {
            database.drop();
        }
    }

    /** A new one may not come about while the catalogs are locked, and would wait for it without a limit. */
    @Test
    void aLockOnTheCatalogsCostsNoSession() throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(18));
        Monitor monitor = database.createMonitor(Grants.FULL);
        String session = "SELECT pid FROM pg_stat_activity WHERE usename = '" + monitor.role() + "'";
        try (CatalogReader reader = reader(monitor)) {
            reader.read();
            String before = database.value(session);
            try (Connection locker = database.server().connect(database.name(), "postgres")) {
                locker.setAutoCommit(false);
                locker.createStatement().execute("LOCK TABLE pg_catalog.pg_extension, pg_catalog.pg_class");
                for (int i = 0; i < 2; i++) {
                    UnreadableDatabase locked = assertThrows(UnreadableDatabase.class, reader::read);
                    assertEquals(UnreadableDatabase.Reason.LOCKED, locked.reason());
                }
            }
            reader.read();
            assertEquals(before, database.value(session));
        } finally {
            database.drop();
        }
    }

    /** issue 19: what takes the server longest is read anew whenever something hangs on it. */
    @Test
    void issue19ControlFilesAreReadAnewWhereSomethingHangsOnThem() throws Exception {
        EmbeddedServer server = EmbeddedServer.shared(17);
        ImmichDatabase database = vchord(server);
        List<String> absent = List.of("pg_trgm", "unaccent", "uuid-ossp", "cube", "earthdistance");
        absent.forEach(name -> database.superuserExecute("CREATE EXTENSION IF NOT EXISTS \"" + name + "\" CASCADE"));
        Path control = server.extensionDirectory().resolve("unaccent.control");
        String before = Files.readString(control);
        try (CatalogReader reader = reader(database.createMonitor(Grants.FULL))) {
            assertTrue(readsControlFiles(reader), "at the first examination");
            // As in Immich's own image: vectors is there, and VectorChord is what Immich uses.
            assertEquals(List.of("vectors"), notAsAvailable(reader.read()));
            assertFalse(readsControlFiles(reader), "nothing hangs on them");

            Files.writeString(control, before.replaceAll("(?m)^trusted.*$", ""));
            assertTrue(isTrusted(reader.read(), "unaccent"), "as it was before: nobody has to create it");
            database.superuserExecute("DROP EXTENSION unaccent CASCADE");
            assertFalse(isTrusted(reader.read(), "unaccent"), "it has to be created now");
            assertTrue(readsControlFiles(reader), "as long as it is absent");
            database.superuserExecute("CREATE EXTENSION unaccent");
            assertFalse(readsControlFiles(reader), "created");

            Files.writeString(control, before.replaceAll("(?m)^default_version.*$", "default_version = '9.9'"));
            assertTrue(readsControlFiles(reader), "another default version");
            assertEquals(List.of("unaccent", "vectors"), notAsAvailable(reader.read()));
            assertFalse(readsControlFiles(reader), "Immich never updates it");
            Files.writeString(control, before);
            assertTrue(readsControlFiles(reader), "and back");
            assertFalse(readsControlFiles(reader), "nothing hangs on them again");
        } finally {
            Files.writeString(control, before);
            database.drop();
        }
    }

    private static boolean readsControlFiles(CatalogReader reader) throws UnreadableDatabase {
        Snapshot.Moment moment = reader.read().moment().orElseThrow();
        return moment.controlFilesReadAt() == moment.now();
    }

    private static boolean isTrusted(Snapshot is, String extension) {
        return is.available(extension).orElseThrow().trusted();
    }

    private static List<String> notAsAvailable(Snapshot is) {
        return is.availableExtensions().stream()
                .filter(a -> is.installed(a.name())
                        .filter(i -> i.version().equals(a.version()))
                        .isEmpty())
                .map(Snapshot.AvailableExtension::name)
                .toList();
    }

    @Test
    void aRowWithoutAVersionAndAControlFileWithoutOneHideNothingElse() throws Exception {
        EmbeddedServer server = EmbeddedServer.shared(16);
        ImmichDatabase database = vchord(server);
        database.superuserExecute(
                "ALTER TABLE version_history ALTER version DROP NOT NULL",
                "INSERT INTO version_history (version, \"createdAt\") VALUES (NULL, now() + interval '1 day')");
        Path control = server.extensionDirectory().resolve("unaccent.control");
        String before = Files.readString(control);
        try (CatalogReader reader = reader(database.createMonitor(Grants.FULL))) {
            Files.writeString(control, before.replaceAll("(?m)^default_version.*$", ""));
            Snapshot is = reader.read();
            assertEquals(Optional.of(List.of("2.7.5")), is.history().versions());
            assertTrue(is.available("unaccent").isEmpty());
            assertTrue(is.available("vchord").isPresent());
        } finally {
            Files.writeString(control, before);
            database.drop();
        }
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void aRestartBetweenTwoExaminationsIsNoFinding(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        try (CatalogReader reader = reader(database.createMonitor(Grants.FULL))) {
            Snapshot before = reader.read();
            database.server().restart();
            assertEquals(
                    before.installedExtensions().size(),
                    reader.read().installedExtensions().size());
        } finally {
            database.drop();
        }
    }

    @Test
    void aServerThatIsDownOrHangsIsSaidAndComesBack() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline)) {
            ImmichDatabase database = vchord(server);
            Timeouts short4 = Timeouts.within(Duration.ofSeconds(4));
            Target target = ImmichUrl.parse(database.url());
            try (CatalogReader reader = new CatalogReader(target, Optional.empty(), false, short4)) {
                reader.read();

                server.stop();
                assertEquals(Reason.UNREACHABLE, unreadable(reader).reason());
                server.startAgain();
                reader.read();

                server.hang();
                UnreadableDatabase hung =
                        assertTimeout(Duration.ofSeconds(6), () -> unreadable(reader), "freed within its budget");
                assertEquals(Reason.TIMEOUT, hung.reason());
                // And once more, now with a new connection that is accepted and never answered.
                assertEquals(
                        Reason.TIMEOUT,
                        assertTimeout(Duration.ofSeconds(6), () -> unreadable(reader))
                                .reason());
                server.resume();
                reader.read();
            }
        }
    }

    /** Issue 12: whoever restores finds nobody there. */
    @ParameterizedTest
    @MethodSource(MAJORS)
    void aSessionThatIsLetGoIsInNobodysWay(int major) throws Exception {
        ImmichDatabase database = vchord(EmbeddedServer.shared(major));
        Monitor monitor = database.createMonitor(Grants.FULL);
        try (CatalogReader reader = new CatalogReader(
                ImmichUrl.parse(monitor.url()),
                Optional.of(database.role()),
                false,
                TIMEOUTS,
                false,
                CatalogReader.STRUCTURE_EVERY)) {
            for (int time = 1; time <= 2; time++) {
                assertEquals(major, reader.read().server().major());
                String name = database.name();
                // Its process takes a moment to end.
                awaitNoSessionOf(monitor);
                database.server()
                        .execute(
                                "postgres",
                                "CREATE DATABASE copy TEMPLATE " + name,
                                "ALTER DATABASE " + name + " RENAME TO elsewhere",
                                "ALTER DATABASE elsewhere RENAME TO " + name,
                                "DROP DATABASE copy");
            }
        } finally {
            database.drop();
        }
    }

    private static void awaitNoSessionOf(Monitor monitor) throws Exception {
        String sessions = "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + monitor.role() + "'";
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!monitor.database().server().value("postgres", sessions).equals("0")) {
            assertTrue(System.nanoTime() < until, "it is still there");
            Thread.sleep(20);
        }
    }

    @Test
    void aPasswordFileIsReadAtEachLogin(@TempDir Path directory) throws Exception {
        EmbeddedServer server = EmbeddedServer.shared(15);
        ImmichDatabase database = vchord(server);
        Path file = Files.writeString(directory.resolve("password"), "wrong\n");
        Target target = ImmichUrl.parse(database.url()).as(database.role(), Password.inFile(file));
        try (CatalogReader reader = new CatalogReader(target, Optional.empty(), false, TIMEOUTS)) {
            UnreadableDatabase refused = unreadable(reader);
            assertEquals(Reason.LOGIN, refused.reason());
            assertFalse(refused.getMessage().contains("wrong"), refused::getMessage);
            Files.writeString(file, database.password() + "\n");
            reader.read();
        } finally {
            database.drop();
        }
    }

    @Test
    void whatCannotBeReadIsOneSentence() throws IOException {
        EmbeddedServer server = EmbeddedServer.shared(14);
        ImmichDatabase database = vchord(server);
        assertSentence(
                Reason.LOGIN,
                "Could not read 127.0.0.1:PORT/NAME as user ROLE: the login was refused (password authentication failed"
                        + " for user \"ROLE\"); check the user, the password and pg_hba.conf.",
                server.nodeUrl(database.name(), database.role(), "canary"),
                database);
        assertSentence(
                Reason.NO_SUCH_DATABASE,
                "Could not read 127.0.0.1:PORT/nowhere as user ROLE: there is no such database (database \"nowhere\" does"
                        + " not exist); check the name of the database.",
                server.nodeUrl("nowhere", database.role(), database.password()),
                database);
        assertSentence(
                Reason.UNKNOWN_HOST,
                "Could not read no-such-host.invalid:5432/immich as user immich: the host name is not known; check the"
                        + " name, and the DNS or container network of the agent.",
                "postgresql://immich:canary@no-such-host.invalid/immich",
                database);
        assertSentence(
                Reason.UNREACHABLE,
                "Could not read 127.0.0.1:1/immich as user immich: nothing answers there, or the connection broke; check"
                        + " that Postgres runs and listens there.",
                "postgresql://immich:canary@127.0.0.1:1/immich",
                database);
        database.drop();
    }

    private static void assertSentence(Reason reason, String sentence, String url, ImmichDatabase database) {
        try (CatalogReader reader = new CatalogReader(ImmichUrl.parse(url), Optional.empty(), false, TIMEOUTS)) {
            UnreadableDatabase e = unreadable(reader);
            assertEquals(
                    sentence.replace("PORT", "" + database.server().port())
                            .replace("NAME", database.name())
                            .replace("ROLE", database.role()),
                    e.getMessage());
            assertEquals(reason, e.reason());
        }
    }

    private static UnreadableDatabase unreadable(CatalogReader reader) {
        return assertThrows(UnreadableDatabase.class, reader::read);
    }

    private static CatalogReader reader(Monitor monitor) {
        return new CatalogReader(
                ImmichUrl.parse(monitor.url()), Optional.of(monitor.database().role()), false, TIMEOUTS);
    }

    private static ImmichDatabase vchord(EmbeddedServer server) {
        return ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
    }

    private static String withoutAges(String json) {
        return json.replaceAll(
                        "\"(rowAge|used|usedInDatabase|catalogChanges|now|controlFilesReadAt)\" : \\d+", "\"$1\" : 0")
                .replaceAll("\"currentWal\" : \"\\w+\"", "");
    }
}
