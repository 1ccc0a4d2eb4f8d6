package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command snapshot writes may be posted anywhere: whatever the login may read, no secret and no photo is in it. */
class SnapshotIT {

    /** Not that of {@link Run}, which looks for its own in every run. */
    private static final String SECRET = "never-to-be-told";

    private static EmbeddedServer server;
    private static ImmichDatabase database;

    @TempDir
    Path directory;

    /** Something secret in every place of which we know that a part of it is read. */
    @BeforeAll
    static void plant() {
        server = EmbeddedServer.start(
                17,
                options -> options.baseline()
                        .setting("vectors.openai_api_key", SECRET)
                        .setting("archive_mode", "on")
                        .setting("archive_command", "true --password=" + SECRET)
                        .setting("application_name", SECRET)
                        .setting("primary_conninfo", "host=standby password=" + SECRET));
        database = ImmichDatabase.on(server)
                .named("kept")
                .role("keeper")
                .password(Run.CANARY)
                .pgvectors("0.2.0")
                .grantIndexView()
                .immich("1.118.2")
                .create();
        database.superuserExecute(
                "ALTER DATABASE kept SET vectors.openai_api_key = '" + SECRET + "'",
                "ALTER ROLE keeper IN DATABASE kept SET vectors.openai_base_url = 'https://" + SECRET + "'",
                "ALTER ROLE keeper SET application_name = '" + SECRET + "'",
                "COMMENT ON INDEX clip_index IS '" + SECRET + "'",
                "COMMENT ON DATABASE kept IS '" + SECRET + "'",
                "UPDATE users SET email = '" + SECRET + "@example.org'",
                "UPDATE assets SET \"originalPath\" = '/photos/" + SECRET + ".jpg'",
                "INSERT INTO system_metadata VALUES ('system-config', '{\"smtp\": \"" + SECRET + "\"}')",
                "CREATE TABLE version_notes AS SELECT '" + SECRET + "'::text AS note",
                "CREATE FUNCTION tell() RETURNS text LANGUAGE sql AS $$SELECT '" + SECRET + "'$$",
                "CREATE VIEW told AS SELECT '" + SECRET + "'::text AS note",
                "CREATE SUBSCRIPTION copy CONNECTION 'host=elsewhere password=" + SECRET
                        + "' PUBLICATION everything WITH (connect = false)",
                "CREATE SERVER elsewhere FOREIGN DATA WRAPPER " + wrapper(),
                "CREATE USER MAPPING FOR keeper SERVER elsewhere OPTIONS (password '" + SECRET + "')");
    }

    private static String wrapper() {
        database.superuserExecute("CREATE FOREIGN DATA WRAPPER plain");
        return "plain";
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Map<String, String> environment(String url) {
        return Map.of(
                "IMMICH_PG_DATABASES_KEPT_URL",
                url,
                "IMMICH_PG_DATABASES_KEPT_IMMICH_ROLE",
                "keeper",
                "IMMICH_PG_DATABASES_KEPT_PROBE",
                "true");
    }

    /** The agent's own role; Immich's; one that may read every table; and a superuser. */
    @Test
    void holdsNoSecretWhoeverLooks() {
        ImmichDatabase.Monitor reader = database.createMonitor(Grants.FULL);
        server.execute("postgres", "GRANT pg_read_all_data, pg_monitor TO \"" + reader.role() + "\"");
        server.execute("postgres", "CREATE ROLE boss SUPERUSER LOGIN PASSWORD '" + Run.CANARY + "'");
        String embedding = database.value("SELECT embedding::text FROM smart_search LIMIT 1");
        assertNotNull(embedding);
        String hash = server.value("postgres", "SELECT rolpassword FROM pg_authid WHERE rolname = 'keeper'");
        for (String url : new String[] {
            database.createMonitor(Grants.FULL).url(),
            database.url(),
            reader.url(),
            server.nodeUrl("kept", "boss", Run.CANARY)
        }) {
            String json = Run.inThisJvm(environment(url), "snapshot").expect(0).out();
            assertFalse(json.contains(SECRET), json);
            assertFalse(json.contains(hash) || json.contains("SCRAM-SHA-256$"), json);
            assertFalse(json.contains("example.org") || json.contains(".jpg"), json);
            assertFalse(json.contains(embedding.substring(0, 20)), json);
        }
    }

    /** The secrets are really there, and one of these logins could have told each. */
    @Test
    void theSecretsCouldHaveBeenTold() {
        assertEquals(SECRET, server.value("kept", "SELECT current_setting('vectors.openai_api_key')"));
        assertEquals("true --password=" + SECRET, server.value("kept", "SHOW archive_command"));
        assertEquals("4", database.value("""
                        SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) AS entry WHERE entry LIKE '%=%'
                          AND (entry LIKE '%never-to-be-told%' OR entry LIKE 'search_path=%')
                        """));
        assertEquals(
                "1", database.value("SELECT count(*) FROM pg_subscription WHERE subconninfo LIKE '%" + SECRET + "%'"));
    }

    /** Of settings, values are told of these alone; each other key of the document is a name, a count, a fact. */
    @Test
    void tellsTheNamesOfSettingsWithoutTheirValues() {
        String json = Run.of(directory, environment(database.url()), "snapshot")
                .expect(0)
                .out();
        assertEquals(true, json.contains("vectors.openai_api_key"), json);
    }
}
