package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.postgres.Traps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        return psql(server, script, more);
    }

    private Run psql(EmbeddedServer on, String script, String... more) {
        List<String> command = new ArrayList<>(
                List.of("psql", "-X", "-q", "-h", on.host(), "-p", Integer.toString(on.port()), "-U", "postgres"));
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
        Run.inThisJvm(environment, "check").expect(2);

        String script = Run.of(directory, environment, "fix").expect(0).out();
        psql(script).expect(0);

        Run.inThisJvm(environment, "check").expect(0);
        assertEquals(
                "-- Nothing to fix.",
                Run.inThisJvm(environment, "fix").expect(0).lines().get(1));
        database.drop();
    }

    /** Neither a pipe nor a file runs what must wait; told that all is done, both do, and twice does no harm. */
    @Test
    void sqlThatWaitsForAPersonIsLeftOut() {
        ImmichDatabase database = database("waits");
        Map<String, String> environment = watching(database);
        try {
            server.install(Package.vchord("0.4.3", "1.1.1"));
            String script = Run.inThisJvm(environment, "fix").expect(0).out();

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
            Run.inThisJvm(environment, "check").expect(0);
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
        String script = Run.inThisJvm(environment, "fix").expect(0).out();
        database.drop();

        Run run = psql(script);

        assertTrue(run.exit() != 0, run.out());
        assertTrue(run.err().contains("database \"gone\" does not exist"), run.err());
        assertTrue(!run.err().contains("public"), run.err());
    }

    // in a database that somebody else owns

    /** Issue 12: every script that is printed, where its operators, functions and types are the owner's. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16, 18})
    void issue12NothingOfTheOwnersRunsInTheScripts(int major) {
        EmbeddedServer on = major == 16 ? server : EmbeddedServer.shared(major);
        ImmichDatabase database = trapped(on, "evil" + major);
        try {
            database.superuserExecute(
                    "ALTER SCHEMA public OWNER TO postgres",
                    "DROP EXTENSION unaccent CASCADE",
                    "ALTER DATABASE " + database.name() + " OWNER TO postgres");
            for (List<String> prepare : List.of(
                    List.of("--era", "vchord"),
                    List.of("--era", "pgvecto.rs", "--monitor-role", "looker" + major),
                    List.of("--monitor-role", "looker" + major))) {
                List<String> line = new ArrayList<>(List.of("prepare", "--database", database.name()));
                line.addAll(prepare);
                if (prepare.contains("--era")) {
                    line.addAll(List.of("--role", database.role()));
                }
                String script = Run.inThisJvm(Map.of(), line.toArray(String[]::new))
                        .expect(0)
                        .out();
                Run run = psql(on, script);
                assertEquals(0, run.exit(), run.err());
            }
            database.superuserExecute("ALTER DATABASE " + database.name() + " OWNER TO postgres");
            Map<String, String> environment = watching(database);
            String script = Run.inThisJvm(environment, "fix").expect(0).out();
            assertTrue(script.contains("CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public CASCADE;"), script);
            Run run = psql(on, script, "-v", "part1=go", "-v", "part2=go", "-v", "part3=go");
            assertEquals(0, run.exit(), run.err());
            assertEquals(
                    "public",
                    database.value("SELECT n.nspname FROM pg_catalog.pg_extension AS e JOIN"
                            + " pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) e.extnamespace"
                            + " WHERE e.extname OPERATOR(pg_catalog.=) 'unaccent'"));
            assertEquals(List.of(), Traps.sprungBySuperuser(on));
        } finally {
            database.drop();
        }
    }

    /** Issue 12: they are a superuser's, and the function is not. */
    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void issue12AnEventTriggerIsNamedBeforeItCouldRun(int major) {
        EmbeddedServer on = major == 16 ? server : EmbeddedServer.shared(major);
        ImmichDatabase database = trapped(on, "triggered" + major);
        try {
            Map<String, String> environment = watching(database);
            database.roleExecute("CREATE FUNCTION trap.event() RETURNS event_trigger LANGUAGE plpgsql AS"
                    + " $$BEGIN PERFORM trap.sprung('event'); END$$");
            database.superuserExecute(
                    "ALTER SCHEMA public OWNER TO postgres",
                    "CREATE EVENT TRIGGER \"evil\u001b one\" ON ddl_command_start EXECUTE FUNCTION trap.event()");
            if (major >= 17) {
                on.execute("postgres", "ALTER ROLE postgres SET event_triggers = off");
                database.superuserExecute("CREATE EVENT TRIGGER evil_login ON login EXECUTE FUNCTION trap.event()");
                on.execute("postgres", "ALTER ROLE postgres RESET event_triggers");
            }
            for (String script : List.of(
                    Run.inThisJvm(environment, "fix").expect(0).out(),
                    Run.inThisJvm(Map.of(), "prepare", "--monitor-role", "onlooker", "--database", database.name())
                            .expect(0)
                            .out())) {
                Run run = psql(on, script);
                assertEquals(3, run.exit(), run.err());
                assertTrue(
                        run.out()
                                .contains(
                                        "These event triggers do not belong to a superuser, and would run code with your rights: \"evil? one\""),
                        run.out());
                assertEquals(List.of(), Traps.sprungBySuperuser(on));
            }
        } finally {
            database.drop();
        }
    }

    /** Issue 12: psql reads a script by the encoding that the owner chose, in which a letter may swallow the quote after it. */
    @ParameterizedTest
    @ValueSource(strings = {"SJIS", "BIG5", "GBK", "UHC", "JOHAB", "SHIFT_JIS_2004"})
    void issue12NoNameLeavesItsQuotesInAnyEncoding(String encoding) throws Exception {
        String name = "encoded_" + encoding.toLowerCase(Locale.ROOT);
        ImmichDatabase database = database(name);
        try {
            Map<String, String> environment = watching(database);
            for (String letter : List.of("\u3042", "\u3041", "\u00e9", "\u0144", "\uff7f")) {
                String schema = "\"" + letter + "'`touch stepped-out`'\\! touch stepped-out\"";
                database.roleExecute(
                        "CREATE SCHEMA " + schema,
                        "CREATE TABLE " + schema + ".smart_search AS TABLE public.smart_search",
                        "CREATE TABLE " + schema + ".asset_face (\"" + letter + "\" int)");
            }
            database.superuserExecute("ALTER DATABASE " + name + " SET client_encoding = '" + encoding + "'");

            String script = Run.inThisJvm(environment, "fix").expect(0).out();
            assertTrue(script.contains("touch stepped-out"), script);
            if (encoding.equals("SJIS")) { // It is armed: who does not look out is caught.
                psql(script.replace("\\encoding UTF8\n", ""), "-v", "part1=go", "-v", "part2=go", "-v", "part3=go");
                assertTrue(Files.deleteIfExists(directory.resolve("stepped-out")), script);
            }
            psql(script, "-v", "part1=go", "-v", "part2=go", "-v", "part3=go");

            assertFalse(Files.exists(directory.resolve("stepped-out")), script);
        } finally {
            database.drop();
        }
    }

    /** Issue 12: the function that a superuser is told to call is the extension's own, whatever the owner makes of its name. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void issue12WhatTheOwnerPutsInPlaceOfAnExtensionsFunctionIsNotCalled(boolean renamed) {
        ImmichDatabase database = ImmichDatabase.on(server)
                .named("upgraded_" + renamed)
                .role("upgraded_" + renamed)
                .password(Run.CANARY)
                .pgvectors("0.2.0")
                .immich("1.118.2")
                .create();
        try {
            Map<String, String> environment = watching(database);
            environment.put("IMMICH_PG_DATABASES_IT_VECTOR_EXTENSION", "pgvecto.rs");
            server.install(Package.pgvectors("0.2.0", "0.3.0"));
            database.roleExecute(Traps.few());
            database.superuserExecute("ALTER SCHEMA vectors OWNER TO " + database.role());
            String script = Run.inThisJvm(environment, "fix").expect(0).out();
            assertTrue(script.contains("pgvectors_upgrade"), script);
            String planted = "pgvectors_upgrade() RETURNS void LANGUAGE plpgsql AS"
                    + " $$BEGIN PERFORM trap.sprung('upgrade'); END$$";
            if (renamed) {
                database.roleExecute(
                        "ALTER SCHEMA vectors RENAME TO aside",
                        "CREATE SCHEMA vectors",
                        "CREATE VIEW vectors.pg_vector_index_stat AS SELECT 1",
                        "CREATE FUNCTION vectors." + planted);
            } else { // as after REASSIGN OWNED: the role that created it is no superuser any more
                database.superuserExecute("ALTER FUNCTION vectors.pgvectors_upgrade() OWNER TO " + database.role());
                database.roleExecute("CREATE OR REPLACE FUNCTION vectors." + planted);
            }

            Run run = psql(script, "-v", "part2=go", "-v", "part4=go");

            assertEquals(List.of(), Traps.sprungBySuperuser(server));
            assertEquals(
                    "0.3.0",
                    database.value("SELECT extversion FROM pg_extension WHERE extname = 'vectors'"),
                    script + run.out() + run.err());
            assertEquals(
                    !renamed,
                    run.err().contains("has no pgvectors_upgrade() that is in C or a superuser's"),
                    run.err());
        } finally {
            server.resetPackages();
            database.drop();
        }
    }

    /** Issue 12: an extension's own script looks into the schema that it is created in, which is the owner's. */
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void issue12NoExtensionsScriptMeetsTheOwnersCode(int major) {
        EmbeddedServer on = EmbeddedServer.shared(major);
        ImmichDatabase database = ImmichDatabase.on(on)
                .named("filled" + major)
                .role("filled" + major)
                .password(Run.CANARY)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        try {
            database.superuserExecute("DROP EXTENSION vchord, vector, earthdistance, cube CASCADE");
            database.roleExecute(Traps.allIn("public"));
            for (String era : List.of("vchord", "pgvecto.rs")) {
                Run run = psql(
                        on,
                        Run.inThisJvm(
                                        Map.of(),
                                        "prepare",
                                        "--era",
                                        era,
                                        "--database",
                                        database.name(),
                                        "--role",
                                        database.role())
                                .expect(0)
                                .out());
                assertEquals(0, run.exit(), run.err());
            }
            assertEquals(List.of(), Traps.sprungBySuperuser(on));
        } finally {
            database.drop();
        }
    }

    private static ImmichDatabase trapped(EmbeddedServer on, String name) {
        ImmichDatabase database = ImmichDatabase.on(on)
                .named(name)
                .role(name)
                .password(Run.CANARY)
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        database.roleExecute(Traps.all());
        database.roleExecute("ALTER DATABASE " + name + " SET search_path = trap, pg_catalog, public");
        return database;
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
        String script = Run.inThisJvm(
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
        Run check =
                Run.inThisJvm(environment, "check", "--immich-version", release).expect(0);
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

        Run check = Run.inThisJvm(environment, "check").expect(0);

        assertEquals("Immich's version: 2.7.5 (version_history).", check.lines().get(2));
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
                15, options -> options.install(Package.pgvector("0.8.5"), Package.vchord("0.4.3")));
        try {
            String script = Run.inThisJvm(Map.of(), "prepare", "--era", "vchord")
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
