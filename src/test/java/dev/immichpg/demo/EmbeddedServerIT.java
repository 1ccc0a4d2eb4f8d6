package dev.immichpg.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.demo.PostgresServer.SqlRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stand-ins show in the catalogs what immich-and-postgres.md#twelve-facts-that-shape-everything,
 * extensions.md#vectorchord and catalogs.md#what-is-seen say of the real ones, on every major.
 */
class EmbeddedServerIT {
    private static final String MAJORS = "dev.immichpg.demo.EmbeddedServer#majors";
    private static final String DEFAULT_VERSION =
            "SELECT default_version FROM pg_available_extensions WHERE name = '%s'";
    private static final String UPDATED_AFTER_INDEX = """
            SELECT age(e.xmin) < age(c.xmin) FROM pg_extension e, pg_class c
            WHERE e.extname = 'vchord' AND c.oid = '%s'::regclass
            """;

    private EmbeddedServer server;

    @AfterEach
    void putBack() {
        if (server != null) {
            server.resetPackages();
        }
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void libraries_show_their_settings_to_anyone_when_preloaded(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        Monitor nobody = ImmichDatabase.on(server).fresh().create().createMonitor(Grants.NONE);

        assertTrue(server.value("postgres", "SHOW server_version").startsWith(major + "."));
        assertEquals("vchord.so, vectors.so", server.value("postgres", "SHOW shared_preload_libraries"));
        assertEquals("true true", ask(nobody, PREFIXES));
        assertNull(ask(nobody, "SELECT setting FROM pg_settings WHERE name = 'shared_preload_libraries'"));
    }

    private static final String PREFIXES = """
            SELECT bool_or(name LIKE 'vchordrq.%')::text || ' ' || bool_or(name LIKE 'vectors.%')::text FROM pg_settings
            """;

    @ParameterizedTest
    @MethodSource(MAJORS)
    void without_preload_settings_are_absent_and_extensions_refuse(int major) throws SQLException {
        try (EmbeddedServer bare = EmbeddedServer.start(
                major,
                options -> options.install(
                        Package.pgvector("0.6.0", "0.8.5"), Package.vchord("0.4.3"), Package.pgvectors("0.2.0")))) {
            ImmichDatabase database = ImmichDatabase.on(bare).fresh().create();
            database.superuserExecute("ALTER DATABASE " + Sql.identifier(database.name()) + " SET vchordrq.probes = 1");
            assertEquals("false false", ask(database.createMonitor(Grants.NONE), PREFIXES));

            assertRefused(
                    "vchord must be loaded via shared_preload_libraries.",
                    () -> database.superuserExecute("CREATE EXTENSION vchord CASCADE"));
            assertRefused(
                    "pgvecto.rs must be loaded via shared_preload_libraries to use.",
                    () -> database.superuserExecute("CREATE EXTENSION vectors"));

            // preload by the file, then by ALTER SYSTEM
            bare.configure("shared_preload_libraries", "vectors.so");
            bare.reload();
            assertEquals("t", database.value(PENDING_RESTART));
            bare.restart();
            assertEquals("f", database.value(PENDING_RESTART));
            assertEquals("false true", database.value(PREFIXES));
            bare.execute("postgres", "ALTER SYSTEM SET shared_preload_libraries = 'vchord.so'");
            bare.restart();
            assertEquals("true false", database.value(PREFIXES));

            database.superuserExecute("CREATE EXTENSION vector VERSION '0.6.0'");
            assertRefused("type halfvec[] does not exist", () -> database.superuserExecute("CREATE EXTENSION vchord"));
            database.superuserExecute("ALTER EXTENSION vector UPDATE", "CREATE EXTENSION vchord");
        }
    }

    private static final String PENDING_RESTART =
            "SELECT pending_restart FROM pg_settings WHERE name = 'shared_preload_libraries'";

    @ParameterizedTest
    @MethodSource(MAJORS)
    void a_package_upgrade_needs_a_superuser_and_a_reindex(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).vchord("0.4.2").immich("2.7.5").create();
        assertEquals("f", database.value(UPDATED_AFTER_INDEX.formatted("clip_index")));

        assertEquals("0.4.3", database.value(DEFAULT_VERSION.formatted("vchord")));
        server.install(Package.vchord("0.4.2", "0.4.3", "1.1.1"));
        assertEquals("1.1.1", database.value(DEFAULT_VERSION.formatted("vchord")));
        assertEquals("0.4.2", database.value("SELECT extversion FROM pg_extension WHERE extname = 'vchord'"));

        assertRefused("must be owner of extension vchord", () -> database.roleExecute("ALTER EXTENSION vchord UPDATE"));
        String file = database.value("SELECT pg_relation_filenode('clip_index')");
        database.superuserExecute("ALTER EXTENSION vchord UPDATE");
        assertEquals("1.1.1", database.value("SELECT extversion FROM pg_extension WHERE extname = 'vchord'"));
        assertEquals("vchordg", database.value("SELECT amname FROM pg_am WHERE amname = 'vchordg'"));
        assertEquals(file, database.value("SELECT pg_relation_filenode('clip_index')"));
        assertEquals("t", database.value(UPDATED_AFTER_INDEX.formatted("clip_index")));
        database.superuserExecute("VACUUM ANALYZE smart_search");
        assertEquals("t", database.value(UPDATED_AFTER_INDEX.formatted("clip_index")));

        database.roleExecute("REINDEX INDEX clip_index");
        assertNotEquals(file, database.value("SELECT pg_relation_filenode('clip_index')"));
        assertEquals("f", database.value(UPDATED_AFTER_INDEX.formatted("clip_index")));
        assertEquals("t", database.value(UPDATED_AFTER_INDEX.formatted("face_index")));
        assertTrue(
                database.value("SELECT pg_get_indexdef('clip_index'::regclass)").contains("lists = [1]"));

        server.install(Package.vchord("0.4.3"));
        assertRefused(
                "extension \"vchord\" has no update path from version \"1.1.1\" to version \"0.4.3\"",
                () -> database.superuserExecute("ALTER EXTENSION vchord UPDATE"));
        server.uninstall("vchord");
        assertNull(database.value(DEFAULT_VERSION.formatted("vchord")));
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void an_owner_who_lost_superuser_may_not_update(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).superuserRole().fresh().create();
        database.roleExecute("CREATE EXTENSION vector VERSION '0.7.4'");
        database.superuserExecute("ALTER ROLE " + database.role() + " NOSUPERUSER");
        assertRefused(
                "permission denied to update extension \"vector\"",
                () -> database.roleExecute("ALTER EXTENSION vector UPDATE"));
        assertRefused(
                "permission denied to create extension \"vchord\"",
                () -> database.roleExecute("CREATE EXTENSION vchord"));
        assertRefused(
                "permission denied to create extension \"earthdistance\"",
                () -> database.roleExecute("CREATE EXTENSION earthdistance CASCADE"));
        database.roleExecute("CREATE EXTENSION cube");
        database.roleExecute("DROP EXTENSION vector");
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void every_extension_can_be_created_at_an_old_version_and_updated(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database = ImmichDatabase.on(server).fresh().create();
        server.install(Package.newerContrib("cube", "9.9"));
        database.superuserExecute(
                "CREATE EXTENSION vector VERSION '0.5.0'",
                "ALTER EXTENSION vector UPDATE",
                "CREATE EXTENSION vchord VERSION '0.3.0'",
                "ALTER EXTENSION vchord UPDATE",
                "CREATE SCHEMA old", // in 0.1 its type vector was wherever the administrator put it
                "CREATE EXTENSION vectors VERSION '0.1.11' SCHEMA old",
                "ALTER EXTENSION vectors UPDATE TO '0.3.0'",
                "CREATE EXTENSION cube VERSION '1.5'",
                "ALTER EXTENSION cube UPDATE",
                "CREATE EXTENSION earthdistance",
                "CREATE EXTENSION pg_trgm",
                "CREATE EXTENSION unaccent",
                "CREATE EXTENSION \"uuid-ossp\"");
        assertEquals("cube 9.9, vchord 0.4.3, vector 0.8.5, vectors 0.3.0", database.value("""
                        SELECT string_agg(extname || ' ' || extversion, ', ' ORDER BY extname) FROM pg_extension
                        WHERE extname IN ('cube', 'vchord', 'vector', 'vectors')
                        """));
        server.resetPackages();
        assertEquals("1.5", database.value(DEFAULT_VERSION.formatted("cube")));
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void control_values_are_as_in_the_real_packages(int major) {
        server = EmbeddedServer.shared(major);
        assertEquals(
                "vchord 0.4.3 t f t {vector}; vector 0.8.5 t f t; vectors 0.1.11 t f t; vectors 0.2.0 t f f vectors",
                server.value("postgres", """
                        SELECT string_agg(concat_ws(' ', name, version, superuser, trusted, relocatable, schema, requires::text),
                                          '; ' ORDER BY name COLLATE "C", version)
                        FROM pg_available_extension_versions
                        WHERE (name, version) IN
                            (('vchord', '0.4.3'), ('vector', '0.8.5'), ('vectors', '0.1.11'), ('vectors', '0.2.0'))
                        """));
        server.install(Package.vchord("0.4.2", "0.4.3").withoutUpdatePaths());
        assertNull(server.value(
                "postgres", "SELECT path FROM pg_extension_update_paths('vchord') WHERE target = '0.4.3'"));
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void a_vectorchord_database_looks_right(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database = ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .lists(64)
                .create();
        assertEquals("512 vector public vector", database.value(COLUMN));
        String definition = database.value("SELECT pg_get_indexdef('face_index'::regclass)");
        assertTrue(
                definition.startsWith("CREATE INDEX face_index ON public.face_search USING vchordrq"
                        + " (embedding vector_cosine_ops) WITH (options="),
                definition);
        assertTrue(definition.contains("\nlists = [64]\n"), definition);
        assertEquals("3", database.value("SELECT count(*) FROM smart_search"));
        assertEquals("{vchordrq.probes=1}", database.value(DATABASE_SETTINGS));
        assertEquals("2.7.5", database.value("SELECT version FROM version_history"));
        assertEquals(
                "1775165531374-AddPersonNameTrigramIndex", database.value("SELECT max(name) FROM kysely_migrations"));
        assertEquals(
                "asset,asset_face,face_search,kysely_migrations,kysely_migrations_lock,smart_search,system_metadata,"
                        + "user,version_history",
                database.value(TABLES.formatted(database.role())));
        assertEquals("0", database.value("SELECT embedding <=> embedding FROM smart_search LIMIT 1"));
        database.roleExecute(
                "DROP INDEX clip_index",
                "ALTER TABLE smart_search ALTER COLUMN embedding TYPE real[]",
                "ALTER TABLE smart_search ALTER COLUMN embedding TYPE vector(768)",
                "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding vector_cosine_ops)",
                "SELECT vchordrq_prewarm('clip_index')");

        Monitor full = database.createMonitor(Grants.FULL);
        assertEquals("2.7.5", ask(full, "SELECT version FROM version_history"));
        assertEquals("vchord.so, vectors.so", ask(full, "SHOW shared_preload_libraries"));
        assertThrows(SQLException.class, () -> ask(full, "SELECT * FROM smart_search"));
        Monitor settings = database.createMonitor(Grants.SETTINGS);
        assertEquals("vchord.so, vectors.so", ask(settings, "SHOW shared_preload_libraries"));
        assertThrows(SQLException.class, () -> ask(settings, "SELECT version FROM version_history"));
    }

    private static final String COLUMN = """
            SELECT concat_ws(' ', a.atttypmod, y.typname, y.typnamespace::regnamespace, x.extname)
            FROM pg_attribute a
            JOIN pg_type y ON y.oid = a.atttypid
            JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = y.oid AND d.deptype = 'e'
            JOIN pg_extension x ON x.oid = d.refobjid
            WHERE a.attrelid = 'smart_search'::regclass AND a.attname = 'embedding'
            """;

    private static final String DATABASE_SETTINGS = """
            SELECT s.setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = current_database() AND s.setrole = 0
            """;

    private static final String TABLES = """
            SELECT string_agg(tablename, ',' ORDER BY tablename COLLATE "C") FROM pg_tables
            WHERE schemaname = 'public' AND tableowner = '%s'
            """;

    @ParameterizedTest
    @MethodSource(MAJORS)
    void a_pgvectors_database_has_the_mistake_of_its_guide(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).pgvectors("0.2.0").immich("1.111.0").create();
        assertEquals("512 vector vectors vectors", database.value(COLUMN));
        assertEquals("{\"search_path=\\\"$user\\\", public, vectors\"}", database.value(DATABASE_SETTINGS));
        assertTrue(database.value("SELECT pg_get_indexdef('clip_index'::regclass)")
                .contains("USING vectors (embedding vector_cos_ops) WITH (options="));
        assertEquals(
                "asset_faces,assets,face_search,migrations,smart_search,system_metadata,users",
                database.value(TABLES.formatted(database.role())));
        String status = "SELECT idx_status FROM vectors.pg_vector_index_stat WHERE indexname = 'clip_index'";
        assertEquals("NORMAL", database.value(status));
        assertRefused("permission denied for view pg_vector_index_stat", () -> database.roleExecute(status));
        database.superuserExecute("COMMENT ON INDEX clip_index IS 'UPGRADE'");
        assertEquals("UPGRADE", database.value(status));
        database.superuserExecute("SELECT vectors.pgvectors_upgrade()");

        ImmichDatabase.on(server)
                .pgvectors("0.2.0")
                .immich("1.111.0")
                .grantIndexView()
                .create()
                .roleExecute(status);
        ImmichDatabase.on(server).pgvectors("0.3.0").immich("1.112.0").create().roleExecute(status);
        ImmichDatabase first =
                ImmichDatabase.on(server).pgvectors("0.1.11").immich("1.94.1").create();
        assertEquals("512 vector public vectors", first.value(COLUMN));
        assertTrue(first.value("SELECT pg_get_indexdef('face_index'::regclass)")
                .startsWith("CREATE INDEX face_index ON public.asset_faces USING vectors (embedding cosine_ops)"));
        first.superuserExecute("ALTER EXTENSION vectors UPDATE");
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void a_pgvector_database_looks_right(int major) {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).pgvector("0.8.5").immich("1.120.0").create();
        assertEquals("512 vector public vector", database.value(COLUMN));
        assertEquals(
                "CREATE INDEX clip_index ON public.smart_search USING hnsw (embedding vector_cosine_ops)"
                        + " WITH (ef_construction='300', m='16')",
                database.value("SELECT pg_get_indexdef('clip_index'::regclass)"));
        assertEquals("AddVersionHistory1727797340951", database.value("SELECT name FROM migrations ORDER BY id DESC"));
        assertEquals("1.120.0", database.value("SELECT version FROM version_history"));
        assertEquals("t", database.value("SELECT to_regclass('kysely_migrations') IS NULL"));

        ImmichDatabase fresh =
                ImmichDatabase.on(server).pgvector("0.8.5").fresh().create();
        assertNull(fresh.value(TABLES.formatted(fresh.role())));
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void odd_names_are_names(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        for (String name : new String[] {"it's, \"odd\"\nü \\ %", "x".repeat(63)}) {
            ImmichDatabase database = ImmichDatabase.on(server)
                    .named(name)
                    .role(name)
                    .password("'\\\" ;--")
                    .vchord("0.4.3")
                    .immich("2.7.5")
                    .create();
            try (Connection connection = database.connect()) {
                assertEquals(name, connection.getCatalog());
            }
            database.createMonitor(Grants.FULL);
            assertThrows(SQLException.class, () -> server.connect(name, name, "wrong"));
            database.drop();
        }
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void it_stops_restarts_hangs_and_goes_away(int major) throws Exception {
        List<Path> directories;
        try (EmbeddedServer own = EmbeddedServer.start(major, EmbeddedServer.Options::baseline)) {
            directories = List.of(own.socketDirectory(), own.dataDirectory());
            String url = own.jdbcUrl("postgres", own.superuser()) + "&socketTimeout=1&loginTimeout=1";
            own.execute("postgres", "CREATE TABLE kept (id int)");
            String started = own.value("postgres", "SELECT pg_postmaster_start_time()");
            own.restart();
            assertNotEquals(started, own.value("postgres", "SELECT pg_postmaster_start_time()"));
            assertEquals("0", own.value("postgres", "SELECT count(*) FROM kept"));

            try (Connection open = DriverManager.getConnection(url);
                    Statement statement = open.createStatement()) {
                own.hang();
                assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
                assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
                own.resume();
                DriverManager.getConnection(url).close();
            }
            own.stop();
            assertFalse(own.isRunning());
            assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
            own.startAgain();
            DriverManager.getConnection(url).close();
            own.hang(); // and it still can be closed
        }
        assertEquals(List.of(), directories.stream().filter(Files::exists).toList());
    }

    @ParameterizedTest
    @MethodSource(MAJORS)
    void a_setting_that_the_library_dropped_warns_at_every_connection(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
        database.superuserExecute("""
                UPDATE pg_db_role_setting SET setconfig = setconfig || '{"vchordrq.prewarm_dim=512"}'
                WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
                """);
        try (Connection connection = database.connect()) {
            SQLWarning warning = connection.getWarnings();
            if (major == 14) { // prefixes are reserved from 15 on
                assertNull(warning);
            } else {
                assertEquals("invalid configuration parameter name \"vchordrq.prewarm_dim\"", warning.getMessage());
            }
        }
    }

    private static void assertRefused(String message, Runnable action) {
        SqlRefused refused = assertThrows(SqlRefused.class, action::run);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    private static String ask(Monitor monitor, String query) throws SQLException {
        try (Connection connection = monitor.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
