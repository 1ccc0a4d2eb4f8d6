package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Issue 12, A: whoever owns a database, or may create objects in it, runs no code in the name of the agent's login, which is a
 * superuser here. Each trap says in the server's log who has sprung it.
 */
class OwnersCodeIT {

    private static final Timeouts TIMEOUTS = Timeouts.within(Duration.ofSeconds(20));

    /** All that anybody may set for a database, as far as it might change what a statement means, or does. */
    private static final Map<String, String> ODD_SETTINGS = Map.ofEntries(
            Map.entry("search_path", "trap, pg_catalog, public"),
            Map.entry("row_security", "off"),
            Map.entry("constraint_exclusion", "on"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("backslash_quote", "off"),
            Map.entry("escape_string_warning", "on"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("array_nulls", "off"),
            Map.entry("bytea_output", "escape"),
            Map.entry("xmlbinary", "hex"),
            Map.entry("\"DateStyle\"", "German, DMY"),
            Map.entry("\"IntervalStyle\"", "sql_standard"),
            Map.entry("\"TimeZone\"", "Asia/Kathmandu"),
            Map.entry("extra_float_digits", "-15"),
            Map.entry("client_min_messages", "debug5"),
            Map.entry("exit_on_error", "on"),
            Map.entry("jit_above_cost", "0"),
            Map.entry("jit_optimize_above_cost", "0"),
            Map.entry("parallel_setup_cost", "0"),
            Map.entry("parallel_tuple_cost", "0"),
            Map.entry("min_parallel_table_scan_size", "0"),
            Map.entry("default_transaction_isolation", "serializable"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("lock_timeout", "1"),
            Map.entry("idle_in_transaction_session_timeout", "1"),
            Map.entry("plan_cache_mode", "force_custom_plan"),
            Map.entry("geqo_threshold", "2"),
            Map.entry("work_mem", "64kB"),
            Map.entry("session_authorization", "OWNER"),
            Map.entry("synchronize_seqscans", "off"));

    static Stream<Integer> majors() {
        return EmbeddedServer.majors().stream().filter(major -> major != 16);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void issue12NothingOfPgCatalogIsFoundElsewhereFirst(int major) throws Exception {
        ImmichDatabase database = vchord(major);
        try {
            Snapshot before = read(database);
            database.roleExecute(Traps.all());
            database.roleExecute(
                    "ALTER DATABASE \"" + database.name() + "\" SET search_path = trap, pg_catalog, public");
            // They are armed: who does not look out is caught.
            database.roleExecute("SELECT count(*) FROM pg_class WHERE relname = 'a'::name AND oid = 1::oid");
            assertTrue(database.server().log().contains("trapped " + database.role()), "no trap is armed");
            assertTrue(
                    Integer.parseInt(database.value("SELECT pg_catalog.count(*) FROM pg_catalog.pg_operator AS o WHERE"
                                    + " o.oprnamespace OPERATOR(pg_catalog.=) 'trap'::pg_catalog.regnamespace"))
                            > 500);

            try (CatalogReader reader = reader(database)) {
                for (int time = 1; time <= 3; time++) { // by itself, when its plan begins to be kept, and when it is
                    Snapshot trapped = reader.read();
                    assertEquals(before.history(), trapped.history());
                    assertEquals(before.relations(), trapped.relations());
                    assertEquals(
                            before.vectorTables().size(), trapped.vectorTables().size());
                    assertEquals(Optional.empty(), trapped.serverSearchPath());
                    assertEquals(
                            List.of("trap, pg_catalog, public"),
                            trapped.roleSettings().stream()
                                    .map(Snapshot.RoleSetting::value)
                                    .toList());
                }
            }
            assertNotTrapped(database);
        } finally {
            database.drop();
        }
    }

    /** Each by itself is somebody's habit; all together are an attack. */
    @ParameterizedTest
    @MethodSource("majors")
    void issue12NoSettingChangesTheAnswer(int major) throws Exception {
        ImmichDatabase database = vchord(major);
        try {
            database.roleExecute("CREATE FUNCTION public.plain_name(a text, b int) RETURNS int LANGUAGE sql RETURN 1");
            Snapshot before = read(database);
            database.roleExecute(Traps.few());
            database.superuserExecute(ODD_SETTINGS.entrySet().stream()
                    .map(odd -> "ALTER DATABASE \"" + database.name() + "\" SET " + odd.getKey() + " = "
                            + value(odd.getKey(), odd.getValue(), database))
                    .toArray(String[]::new));

            try (CatalogReader reader = reader(database)) {
                for (int time = 1; time <= 3; time++) {
                    Snapshot odd = reader.read();
                    assertEquals(withoutWhatMoves(before), withoutWhatMoves(odd));
                    assertEquals(before.history(), odd.history());
                }
            }
        } finally {
            database.drop();
        }
    }

    private static String value(String name, String value, ImmichDatabase database) {
        return name.equals("search_path") ? value : "'" + value.replace("OWNER", database.role()) + "'";
    }

    /** What was set, and what others do on the same server. */
    private static String withoutWhatMoves(Snapshot is) {
        return SnapshotJson.write(is)
                .replaceAll(
                        "\"(rowAge|used|usedInDatabase|usedByRole|deadRows|estimatedRows|catalogChanges|seconds)\" : -?\\d+",
                        "")
                .replaceAll("\"currentWal\" : \"\\w+\"", "")
                .replaceAll("(?s)\"(roleSettings|serverSettings)\" : \\[.*?\\]", "")
                .replaceAll("(?s)\"moment\" : \\{.*?\\}", "")
                // Where the search path names it.
                .replaceAll("(?s), \\{\\s+\"name\" : \"trap\",.*?\\}", "")
                .replaceAll("\"serverSearchPath\" : .*", "");
    }

    /** What a table may have that Postgres evaluates when somebody reads it, or that it reads in the table's place. */
    private enum Kind {
        VIEW("CREATE VIEW version_history AS SELECT trap.text('2.7.5') AS version, now() AS \"createdAt\""),
        MATERIALIZED_VIEW("CREATE MATERIALIZED VIEW version_history AS SELECT trap.text('2.7.5') AS version,"
                + " now() AS \"createdAt\""),
        POLICY(
                TABLE,
                "CREATE POLICY p ON version_history USING (trap.sprung('policy'))",
                "ALTER TABLE version_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"),
        INDEX_ON_EXPRESSION(TABLE, "CREATE INDEX ON version_history ((version || trap.text('index')))"),
        PARTIAL_INDEX(TABLE, "CREATE INDEX ON version_history (version) WHERE trap.sprung('partial index')"),
        STATISTICS_ON_EXPRESSION(
                TABLE, "CREATE STATISTICS s ON (version || trap.text('statistics')), version FROM version_history"),
        STATISTICS_ON_ONE_EXPRESSION(
                TABLE, "CREATE STATISTICS s ON (version || trap.text('statistics')) FROM version_history"),
        CHECK(
                TABLE,
                "ALTER TABLE version_history ADD CHECK (trap.sprung('check'))",
                "ALTER DATABASE SELF SET constraint_exclusion = on"),
        GENERATED("CREATE TABLE version_history (v text, \"createdAt\" timestamptz,"
                + " version text GENERATED ALWAYS AS (v || trap.text('generated')) STORED)"),
        DOMAIN(
                "CREATE DOMAIN trap.version AS text CHECK (trap.sprung('domain'))",
                "CREATE TABLE version_history (\"createdAt\" timestamptz, version trap.version)"),
        COMPOSITE(
                "CREATE TYPE trap.version AS (a text)",
                "CREATE FUNCTION trap.out(trap.version) RETURNS text LANGUAGE plpgsql AS"
                        + " $$BEGIN RETURN trap.text('cast'); END$$",
                "CREATE CAST (trap.version AS text) WITH FUNCTION trap.out(trap.version)",
                "CREATE TABLE version_history (\"createdAt\" timestamptz, version trap.version)",
                "INSERT INTO version_history VALUES (now(), ROW('2.7.5'))"),
        PARTITIONED("CREATE TABLE version_history (\"createdAt\" timestamptz, version text) PARTITION BY LIST"
                + " ((version || trap.text('partition')))"),
        PARTITION(
                "CREATE TABLE trap.whole (\"createdAt\" timestamptz, version text) PARTITION BY LIST"
                        + " ((version || trap.text('partition')))",
                "CREATE TABLE version_history PARTITION OF trap.whole FOR VALUES IN ('2.7.5partition')",
                "ALTER DATABASE SELF SET constraint_exclusion = on"),
        /** Without a handler: who reads it hears of that, and not of the look. */
        FOREIGN_TABLE(
                SUPERUSER + "CREATE FOREIGN DATA WRAPPER wrapper",
                SUPERUSER + "CREATE SERVER elsewhere FOREIGN DATA WRAPPER wrapper",
                SUPERUSER + "GRANT USAGE ON FOREIGN SERVER elsewhere TO OWNER",
                "CREATE FOREIGN TABLE version_history (\"createdAt\" timestamptz, version text) SERVER elsewhere"),
        ACCESS_METHOD(
                SUPERUSER + "CREATE ACCESS METHOD like_heap TYPE TABLE HANDLER heap_tableam_handler",
                "CREATE TABLE version_history (\"createdAt\" timestamptz, version text) USING like_heap",
                "INSERT INTO version_history VALUES (now(), '2.7.5')"),
        /** Of Postgres' own functions: it allows no others in 18. */
        VIRTUAL_COLUMN(
                18,
                "CREATE TABLE version_history (v text, \"createdAt\" timestamptz,"
                        + " version text GENERATED ALWAYS AS (v || '.5') VIRTUAL)",
                "INSERT INTO version_history (v, \"createdAt\") VALUES ('2.7', now())");

        private final int since;
        private final String[] statements;

        Kind(String... statements) {
            this(14, statements);
        }

        /** @param since which major */
        Kind(int since, String... statements) {
            this.since = since;
            this.statements = statements;
        }

        void make(ImmichDatabase database) {
            for (String statement : statements) {
                String sql = statement
                        .replace(SUPERUSER, "")
                        .replace("SELF", '"' + database.name() + '"')
                        .replace("OWNER", '"' + database.role() + '"');
                if (statement.startsWith(SUPERUSER)) {
                    database.superuserExecute(sql);
                } else {
                    database.roleExecute(sql);
                }
            }
            if (statements[0].equals(TABLE)) {
                database.roleExecute("INSERT INTO version_history VALUES (now(), '2.7.5')");
            }
        }
    }

    /** Before a statement that no owner can give. */
    private static final String SUPERUSER = "superuser: ";

    private static final String TABLE = "CREATE TABLE version_history (\"createdAt\" timestamptz, version text)";

    static Stream<Arguments> kindsOnSomeMajors() {
        return Stream.of(14, 18).filter(EmbeddedServer.majors()::contains).map(Arguments::of);
    }

    /** By the snapshot, and by the guard alone as if all had been well a moment ago. */
    @ParameterizedTest
    @MethodSource("kindsOnSomeMajors")
    void issue12ATableThatIsNotPlainIsNotRead(int major) throws Exception {
        ImmichDatabase database = vchord(major);
        try {
            database.roleExecute("DROP TABLE version_history");
            for (Kind kind : Kind.values()) {
                if (major >= kind.since) {
                    database.roleExecute(Traps.few());
                    kind.make(database);
                    assertNotRead(database, kind);
                    remove(database);
                }
            }
        } finally {
            database.drop();
        }
    }

    private static void assertNotRead(ImmichDatabase database, Kind kind) throws Exception {
        Snapshot is = read(database);
        assertEquals("t", database.value("SELECT to_regclass('public.version_history') IS NOT NULL"), kind::toString);
        assertEquals(Optional.empty(), is.history().versions(), kind::toString);
        assertTrue(is.history().executedMigrations().isPresent(), kind::toString);
        assertNotTrapped(database);
        SQLException refused = assertThrows(
                SQLException.class, () -> guarded(database, "SELECT count(*) FROM ONLY public.version_history"));
        // No rows that match, or LOCK and Postgres itself refuse what is no table.
        assertTrue(List.of("22012", "42809").contains(refused.getSQLState()), () -> kind + ": " + refused);
        assertNotTrapped(database);
    }

    /** The third table that is read, and what is read beside it. */
    @ParameterizedTest
    @MethodSource("kindsOnSomeMajors")
    void issue16OverridesThatAreNotPlainAreNotRead(int major) throws Exception {
        ImmichDatabase database = vchord(major);
        try {
            String table = "CREATE TABLE migration_overrides (name varchar PRIMARY KEY, value jsonb NOT NULL)";
            database.roleExecute(table, "INSERT INTO migration_overrides VALUES ('function_x', '{}')");
            assertEquals(
                    Optional.of(List.of("function_x")), read(database).history().overrides());
            database.roleExecute(Traps.few());
            database.roleExecute("CREATE INDEX ON migration_overrides ((name || trap.text('index')))");
            assertOverridesNotRead(database);
            database.roleExecute(
                    "DROP TABLE migration_overrides",
                    "CREATE VIEW migration_overrides AS SELECT trap.text('function_x') AS name, '{}'::jsonb AS value");
            assertOverridesNotRead(database);
            database.roleExecute(
                    "DROP VIEW migration_overrides",
                    table,
                    "CREATE POLICY p ON migration_overrides USING (trap.sprung('policy'))",
                    "ALTER TABLE migration_overrides ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY");
            assertOverridesNotRead(database);
        } finally {
            database.drop();
        }
    }

    private static void assertOverridesNotRead(ImmichDatabase database) throws Exception {
        Snapshot is = read(database);
        assertEquals(Optional.empty(), is.history().overrides());
        assertTrue(is.history().executedMigrations().isPresent());
        assertTrue(is.structure().isPresent());
        assertNotTrapped(database);
    }

    /** Whatever it is: what hangs on the schema goes with it, a view as a whole. */
    private static void remove(ImmichDatabase database) {
        database.superuserExecute("DROP FOREIGN DATA WRAPPER IF EXISTS wrapper CASCADE");
        database.roleExecute(
                "DROP SCHEMA trap CASCADE",
                "DROP TABLE IF EXISTS version_history",
                "ALTER DATABASE \"" + database.name() + "\" RESET constraint_exclusion");
    }

    /** What is evaluated when somebody writes, or is Postgres' own code: the table is read. */
    @ParameterizedTest
    @MethodSource("kindsOnSomeMajors")
    void issue12WhatNoReaderEvaluatesHidesNothing(int major) throws Exception {
        ImmichDatabase database = vchord(major);
        try {
            database.roleExecute(Traps.few());
            database.roleExecute(
                    "CREATE FUNCTION trap.trigger() RETURNS trigger LANGUAGE plpgsql AS"
                            + " $$BEGIN PERFORM trap.sprung('trigger'); RETURN NEW; END$$",
                    "CREATE COLLATION trap.c (provider = icu, locale = 'de')",
                    "CREATE TABLE trap.known (version text PRIMARY KEY)",
                    "INSERT INTO trap.known VALUES ('2.7.5')",
                    "DROP TABLE version_history",
                    "CREATE TABLE version_history (\"createdAt\" timestamptz DEFAULT now(),"
                            + " version text COLLATE trap.c DEFAULT trap.text('default') REFERENCES trap.known)",
                    "INSERT INTO version_history VALUES (now(), '2.7.5')",
                    "CREATE TRIGGER t BEFORE INSERT OR UPDATE OR DELETE ON version_history FOR EACH ROW"
                            + " EXECUTE FUNCTION trap.trigger()",
                    "CREATE INDEX ON version_history (version)",
                    "CREATE STATISTICS s ON version, \"createdAt\" FROM version_history",
                    "ANALYZE version_history");

            assertEquals(Optional.of(List.of("2.7.5")), read(database).history().versions());
            assertNotTrapped(database);
        } finally {
            database.drop();
        }
    }

    /** A table that inherits is not the table: it is not even looked at. */
    @Test
    void issue12WhatInheritsIsNotRead() throws Exception {
        ImmichDatabase database = vchord(17);
        try {
            database.roleExecute(Traps.few());
            database.roleExecute(
                    "CREATE TABLE trap.child () INHERITS (version_history)",
                    "CREATE INDEX ON trap.child ((version || trap.text('child')))",
                    "ALTER TABLE trap.child ADD CHECK (trap.sprung('child'))",
                    "CREATE STATISTICS s ON (version || trap.text('child')), version FROM trap.child");
            database.roleExecute("INSERT INTO trap.child (version) VALUES ('9.9.9')");
            assertEquals(Optional.of(List.of("2.7.5")), read(database).history().versions());
            assertNotTrapped(database);
        } finally {
            database.drop();
        }
    }

    /** The owner swaps the table and a view as fast as possible, while we look. */
    @Test
    void issue12NoRaceIsWonByAView() throws Exception {
        ImmichDatabase database = vchord(17);
        try {
            database.roleExecute(Traps.few());
            database.roleExecute(
                    "CREATE VIEW trap.version_history AS SELECT trap.text('2.7.5') AS version, now() AS \"createdAt\"",
                    "CREATE SCHEMA aside");
            Thread owner = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    database.roleExecute(
                            "BEGIN; ALTER TABLE public.version_history SET SCHEMA aside;"
                                    + " ALTER VIEW trap.version_history SET SCHEMA public; COMMIT",
                            "BEGIN; ALTER VIEW public.version_history SET SCHEMA trap;"
                                    + " ALTER TABLE aside.version_history SET SCHEMA public; COMMIT");
                }
            });
            owner.start();
            try (CatalogReader reader = reader(database)) {
                for (int time = 1; time <= 20; time++) {
                    reader.read();
                }
                readGuarded(database, 300);
            } finally {
                owner.interrupt();
                owner.join();
            }
            assertNotTrapped(database);
        } finally {
            database.drop();
        }
    }

    /** What needs no lock that conflicts with a reader's. */
    private enum Race {
        INDEX("CREATE INDEX i ON public.version_history ((version || trap.text('index')))", "DROP INDEX public.i"),
        STATISTICS(
                "CREATE STATISTICS public.s ON (version || trap.text('statistics')) FROM public.version_history",
                "DROP STATISTICS public.s"),
        SCHEMA(
                "BEGIN; ALTER SCHEMA public RENAME TO aside; ALTER SCHEMA other RENAME TO public; COMMIT",
                "BEGIN; ALTER SCHEMA public RENAME TO other; ALTER SCHEMA aside RENAME TO public; COMMIT");

        private final String[] round;

        Race(String... round) {
            this.round = round;
        }
    }

    /** The login is a superuser, which can keep them out for as long as it reads. */
    @ParameterizedTest
    @EnumSource
    void issue12NoRaceIsWonAgainstASuperuser(Race race) throws Exception {
        ImmichDatabase database = vchord(17);
        try {
            database.roleExecute(Traps.few());
            database.roleExecute(
                    "ALTER TABLE version_history SET (autovacuum_enabled = off)",
                    "CREATE SCHEMA other",
                    "CREATE TABLE other.version_history (LIKE version_history)",
                    "CREATE INDEX ON other.version_history ((version || trap.text('schema')))");
            String[] rounds = Stream.generate(() -> Stream.of(race.round))
                    .limit(50)
                    .flatMap(round -> round)
                    .toArray(String[]::new);
            Thread owner = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    database.roleExecute(rounds);
                }
            });
            int read = 0;
            try (CatalogReader reader = reader(database)) {
                owner.start();
                for (int time = 1; time <= 20; time++) {
                    read += reader.read().history().versions().isPresent() ? 1 : 0;
                }
                read += readGuarded(database, 400);
            } finally {
                owner.interrupt();
                owner.join();
            }
            System.out.println("OwnersCodeIT: " + race + ": the table was read " + read + " times of 420");
            assertNotTrapped(database);
        } finally {
            database.drop();
        }
    }

    /**
     * The moment in which a race could be won, and that alone: the guard and the question behind it, as the reader asks them. The
     * look at the catalogs that comes before takes twenty times as long, anew whenever they have changed.
     *
     * @return how often it was read; otherwise it was refused
     */
    private static int readGuarded(ImmichDatabase database, int times) throws SQLException {
        String question = "SELECT (" + CatalogReader.resource("version-history.sql") + ")::pg_catalog.text";
        Guard guard = guard(database, true);
        int read = 0;
        try (Session session = session(database)) {
            for (int time = 1; time <= times; time++) {
                try {
                    session.value(Optional.of(guard), question);
                    read++;
                } catch (SQLException e) {
                    assertFalse(CatalogReader.isLost(e), e::toString);
                }
            }
        }
        return read;
    }

    private static String guarded(ImmichDatabase database, String question) throws SQLException {
        try (Session session = session(database)) {
            return session.value(Optional.of(guard(database, false)), question);
        }
    }

    private static Guard guard(ImmichDatabase database, boolean exclusive) {
        return Guard.ofPlainTables(
                Integer.parseInt(database.value("SHOW server_version_num")), exclusive, List.of("version_history"));
    }

    private static Session session(ImmichDatabase database) throws SQLException {
        Target target = target(database);
        var properties = target.jdbcProperties(TIMEOUTS);
        properties.setProperty("user", "postgres");
        return new Session(new org.postgresql.Driver().connect(target.jdbcUrl(), properties), TIMEOUTS, true);
    }

    private static void assertNotTrapped(ImmichDatabase database) {
        assertEquals(List.of(), Traps.sprungBySuperuser(database.server()));
    }

    private static Snapshot read(ImmichDatabase database) throws UnreadableDatabase {
        try (CatalogReader reader = reader(database)) {
            return reader.read();
        }
    }

    private static CatalogReader reader(ImmichDatabase database) {
        return new CatalogReader(target(database), Optional.of(database.role()), true, TIMEOUTS);
    }

    private static Target target(ImmichDatabase database) {
        return ImmichUrl.parse(database.server().nodeUrl(database.name(), "postgres", "unused"));
    }

    private static ImmichDatabase vchord(int major) {
        return ImmichDatabase.on(EmbeddedServer.shared(major))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
    }
}
