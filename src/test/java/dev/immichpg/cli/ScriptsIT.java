package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that fix and prepare print, run by a real psql on a real server, and what check says then. */
class ScriptsIT {

    private static EmbeddedServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        Run.assumeInstalled("psql");
        server = EmbeddedServer.start(16, EmbeddedServer.Options::baseline);
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    /** As postgres in the database postgres: where psql lands that is told nothing. */
    private Run psql(String script, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "psql", "-X", "-q", "-h", server.host(), "-p", Integer.toString(server.port()), "-U", "postgres"));
        command.addAll(List.of(more));
        return Run.with(directory, Run.withPath("LC_ALL", "C.UTF-8"), script, command);
    }

    private static ImmichDatabase database(String name) {
        return ImmichDatabase.on(server)
                .named(name)
                .role(name)
                .password(Run.CANARY)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
    }

    private static Map<String, String> watching(ImmichDatabase database) {
        return watching(database.createMonitor(Grants.FULL).url(), database.role());
    }

    private static Map<String, String> watching(String url, String role) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "LC_ALL", "C.UTF-8"); // of what the environment holds, Java reads no more than its locale can say
        environment.put("IMMICH_PG_DATABASES_IT_URL", url);
        environment.put("IMMICH_PG_DATABASES_IT_IMMICH_ROLE", role);
        return environment;
    }

    // fix

    /** The simplest pipe, whatever the database is called. */
    @ParameterizedTest
    @CsvSource({"plain", "'im''mi\"ch\\ $(id) :x %20'", "'Ümmich -- *'"})
    void sqlThatWaitsForNobodyIsRunThroughAPipe(String name) {
        ImmichDatabase database = database(name);
        Map<String, String> environment = watching(database);
        database.superuserExecute("ALTER SCHEMA public OWNER TO postgres");
        Run.of(directory, environment, "check").expect(2);

        String script = Run.of(directory, environment, "fix").expect(0).out();
        psql(script).expect(0);

        Run.of(directory, environment, "check").expect(0);
        assertEquals(
                "-- Nothing is to be mended.",
                Run.of(directory, environment, "fix").expect(0).lines().get(1));
        database.drop();
    }

    /** Neither a pipe nor a file runs what must wait; told that all is done, both do, and twice does no harm. */
    @Test
    void sqlThatWaitsForAPersonIsLeftOut() {
        ImmichDatabase database = database("waits");
        Map<String, String> environment = watching(database);
        try {
            server.install(Package.vchord("0.4.3", "1.1.1"));
            String script = Run.of(directory, environment, "fix").expect(0).out();

            Run early = psql(script);

            assertEquals(3, early.exit());
            assertEquals("""
                    First, by hand:
                      Stop Immich.
                      Restart Postgres.
                    Part 2 was not run. Once this is done, run the same again with: psql -v part2=go
                    """, early.out());
            assertTrue(early.err().contains("ERROR:  Not everything was run: see above."), early.err());
            assertEquals("0.4.3", database.value("SELECT extversion FROM pg_extension WHERE extname = 'vchord'"));

            server.restart();
            assertEquals(
                    "Now, by hand:\n  Start Immich.\n",
                    psql(script, "-v", "part2=go").out());
            assertEquals("1.1.1", database.value("SELECT extversion FROM pg_extension WHERE extname = 'vchord'"));
            Run.of(directory, environment, "check").expect(0);
            assertEquals(0, psql(script, "-v", "part2=go").exit());
        } finally {
            server.resetPackages();
            database.drop();
        }
    }

    /** What fails stops the script: nothing is done on top of it. */
    @Test
    void theFirstErrorIsTheLast() {
        ImmichDatabase database = database("gone");
        Map<String, String> environment = watching(database);
        database.superuserExecute("ALTER SCHEMA public OWNER TO postgres");
        String script = Run.of(directory, environment, "fix").expect(0).out();
        database.drop();

        Run run = psql(script);

        assertTrue(run.exit() != 0, run.out());
        assertTrue(run.err().contains("database \"gone\" does not exist"), run.err());
        assertTrue(!run.err().contains("public"), run.err());
    }

    // prepare

    /** Nothing is wrong then and nothing unknown, for the newest release of each era. */
    @ParameterizedTest
    @CsvSource({
        "vchord, 3.3.0, vectorchord, prepared, prepared_role",
        "pgvector, 2.7.5, pgvector, 'Prep''ared 2', 'Im\"mich 2'",
        "pgvecto.rs, 2.7.5, pgvecto.rs, prepared3, prepared_role3",
    })
    void aPreparedDatabaseIsFoundHealthy(String era, String release, String extension, String name, String role) {
        String script = Run.of(
                        directory,
                        Map.of(),
                        "prepare",
                        "--era",
                        era,
                        "--database",
                        name,
                        "--role",
                        role,
                        "--monitor-role",
                        role + " monitor")
                .expect(0)
                .out();

        Run first = psql(script);
        assertEquals(0, first.exit(), first.err());
        assertEquals(
                List.of(),
                first.err().lines().filter(l -> !l.contains("NOTICE:")).toList());
        Run again = psql(script);

        assertEquals(0, again.exit(), again.err());
        assertTrue(
                first.out().contains("Immich makes its tables at its first start: run this again after it"),
                first.out());
        assertTrue(first.out().contains("\n  \\password "), first.out());
        server.execute(
                "postgres", "ALTER ROLE \"" + role.replace("\"", "\"\"") + " monitor\" PASSWORD '" + Run.CANARY + "'");
        Map<String, String> environment = watching(server.nodeUrl(name, role + " monitor", Run.CANARY), role);
        environment.put("IMMICH_PG_DATABASES_IT_VECTOR_EXTENSION", extension);
        Run check = Run.of(directory, environment, "check", "--immich-version", release)
                .expect(0);
        assertTrue(!check.out().contains("CRITICAL") && !check.out().contains("Unknown:"), check.out());
        server.execute("postgres", "DROP DATABASE \"" + name + "\" WITH (FORCE)");
    }

    /** Of a database that Immich has already: then the version is seen as well, and no table but those that tell it. */
    @Test
    void theMonitorSeesVersionsAndNothingElse() {
        ImmichDatabase database = database("monitored");
        psql(Run.of(directory, Map.of(), "prepare", "--monitor-role", "looker", "--database", "monitored")
                        .expect(0)
                        .out())
                .expect(0);
        server.execute("postgres", "ALTER ROLE looker PASSWORD '" + Run.CANARY + "'");
        Map<String, String> environment = watching(server.nodeUrl("monitored", "looker", Run.CANARY), "monitored");

        Run check = Run.of(directory, environment, "check").expect(0);

        assertEquals("Immich's version: 2.7.5 (version_history).", check.lines().get(1));
        assertEquals("kysely_migrations version_history", database.value("""
                        SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
                        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                          AND has_table_privilege('looker', oid, 'SELECT')
                        """));
        assertEquals(
                "f",
                database.value("SELECT rolsuper OR rolcreatedb OR rolcreaterole OR has_schema_privilege('looker',"
                        + " 'public', 'CREATE') FROM pg_roles WHERE rolname = 'looker'"));
        database.drop();
    }

    /** Where the library is not preloaded, Postgres itself stops the script. */
    @Test
    void withoutPreloadThePreparationStops() {
        EmbeddedServer bare = EmbeddedServer.start(
                15, options -> options.install(Package.pgvector("0.8.0"), Package.vchord("0.4.3")));
        try {
            String script = Run.of(directory, Map.of(), "prepare", "--era", "vchord")
                    .expect(0)
                    .out();
            Run run = Run.with(
                    directory,
                    Run.withPath(),
                    script,
                    List.of(
                            "psql",
                            "-X",
                            "-q",
                            "-h",
                            bare.host(),
                            "-p",
                            Integer.toString(bare.port()),
                            "-U",
                            "postgres"));
            assertEquals(3, run.exit());
            assertTrue(run.err().contains("vchord must be loaded via shared_preload_libraries"), run.err());
        } finally {
            bare.close();
        }
    }
}
