package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.Package;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.SnapshotJson;
import dev.immichpg.postgres.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database that shares its server's disk with 10,000 versions of an extension, and its catalogs with 1,000 schemas, 100,000
 * relations and 1,000 roles, many of them under Immich's names: it is examined like any other, by an agent as small as the
 * image's.
 */
class BigCatalogsIT {

    private static final int SCHEMAS = 1_000;
    private static final int TABLES = 100_000;
    private static final int VERSIONS = 10_000;

    /** Rows of a catalog, and no files: CREATE TABLE takes a minute for as many. */
    private static final String COPIES = """
            DO $$
            DECLARE
                columns text;
            BEGIN
                SELECT pg_catalog.string_agg(
                    CASE attname
                        WHEN 'oid' THEN '(3000000000 + i)::oid'
                        WHEN 'relfilenode' THEN '(3000000000 + i)::oid'
                        WHEN 'relname' THEN '(''t_'' || i)::name'
                        ELSE pg_catalog.quote_ident(attname)
                    END, ', ' ORDER BY attnum)
                INTO columns
                FROM pg_catalog.pg_attribute
                WHERE attrelid = 'pg_catalog.pg_class'::pg_catalog.regclass AND attnum > 0;
                EXECUTE 'INSERT INTO pg_catalog.pg_class SELECT ' || columns || ' FROM pg_catalog.pg_class,'
                    ' pg_catalog.generate_series(1, %d) AS i WHERE relname = ''t_''';
            END $$""".formatted(TABLES);

    /** The server needs less than a second of its own time; a busy machine is given more. */
    private static final Timeouts TIMEOUTS = Timeouts.within(Duration.ofSeconds(60));

    @TempDir
    static Path directory;

    private static EmbeddedServer server;
    private static ImmichDatabase database;

    @BeforeAll
    static void fill() {
        server = EmbeddedServer.start(17, o -> o.baseline().setting("autovacuum", "off"));
        database = ImmichDatabase.on(server).vchord("0.4.2").immich("2.7.5").create();
        database.superuserExecute("CREATE TABLE public.t_ ()", "SET allow_system_table_mods = on", COPIES);
        // The name of a schema sorts before public.
        database.superuserExecute(
                "DO $$ BEGIN FOR i IN 1..%d LOOP EXECUTE 'CREATE SCHEMA a' || i; END LOOP; END $$".formatted(SCHEMAS));
        database.superuserExecute(Stream.of(
                        "CREATE TABLE a%s.smart_search (embedding real[])",
                        "CREATE TABLE a%s.asset_faces (embedding real[])",
                        "CREATE TABLE a%s.version_history ()",
                        "CREATE INDEX clip_index ON a%s.smart_search (embedding)",
                        "CREATE INDEX clip_index_ccnew ON a%s.smart_search (embedding)",
                        "CREATE ROLE r%s",
                        "ALTER ROLE r%s SET vchordrq.probes = 1",
                        "ALTER DEFAULT PRIVILEGES FOR ROLE r%s GRANT SELECT ON TABLES TO PUBLIC",
                        "CREATE FUNCTION public.f%s() RETURNS int LANGUAGE sql AS ''SELECT 1''",
                        "CREATE COLLATION public.c%1$s FROM \"en-x-icu\"; CREATE DOMAIN public.d%1$s AS text COLLATE public.c%1$s")
                .map(statement -> "DO $$ BEGIN FOR i IN 1..%d LOOP EXECUTE format('%s', i); END LOOP; END $$"
                        .formatted(SCHEMAS, statement))
                .toArray(String[]::new));
        // And an update is pending: Postgres' own function for the way to it would never come back.
        server.install(Package.vchord(Stream.concat(
                                Stream.of("0.4.2"),
                                IntStream.rangeClosed(1, VERSIONS).mapToObj(i -> "0.5." + i))
                        .toArray(String[]::new))
                .withoutUpdatePaths());
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void theSnapshotIsSmallAndWhatMattersIsInIt() throws Exception {
        try (CatalogReader reader =
                new CatalogReader(ImmichUrl.parse(database.url()), Optional.empty(), false, TIMEOUTS)) {
            Snapshot is = reader.read();

            int size = SnapshotJson.write(is).length();
            assertTrue(size < 550_000, () -> size + " characters");
            Stream.of(
                            is.extensionSettings(),
                            is.relations(),
                            is.vectorIndexes(),
                            is.leftoverIndexes(),
                            is.vectorTables(),
                            is.foreignObjects(),
                            is.collations())
                    .forEach(list -> assertEquals(Snapshot.LONGEST_LIST, list.size(), list::toString));
            assertEquals(List.of(), is.defaultSelects());
            assertEquals(Optional.empty(), is.updatePaths());
            assertEquals("0.5." + VERSIONS, is.available("vchord").orElseThrow().version());
            for (String table :
                    List.of("smart_search", "face_search", "version_history", "asset_face", "kysely_migrations")) {
                assertTrue(is.relation("public", table).isPresent(), table);
            }
            assertEquals("public", is.index("clip_index").orElseThrow().schema());
            assertEquals(Optional.of(List.of("2.7.5")), is.history().versions());
        }
    }

    @Test
    void anAgentAsSmallAsTheImagesGoesOn() throws Exception {
        try (Program program = new Program(
                directory,
                Map.of(
                        "DB_URL",
                        database.url(),
                        "IMMICH_PG_EVERY",
                        "1s",
                        "IMMICH_PG_TIMEOUT",
                        "60s",
                        // less than in src/main/launcher/java.options
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx64m -Xss256k -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"),
                List.of())) {
            program.awaitUp("immich", "1.0");
            program.awaitExaminations("immich", 5);

            assertEquals(0, failures(program));
            assertEquals("1.0", program.value("immich_pg_check_unknown", "immich", "check=\"update-path-missing\""));
            assertEquals("1.0", program.value("immich_pg_check_problem", "immich", "check=\"object-outside-public\""));
            assertTrue(program.body("/metrics").length() < 100_000);
            assertEquals(200, program.status("/"));
            assertTrue(program.body("/api/databases").length() < 5_000_000);
        }
    }

    private static double failures(Program program) {
        return Double.parseDouble(program.value("immich_pg_examinations_total", "immich", "outcome=\"failure\""));
    }
}
