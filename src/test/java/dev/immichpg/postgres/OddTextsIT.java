package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 12, B: texts of any length, in any encoding. */
class OddTextsIT {

    /** With nothing but the SELECT that the how-to grants; it took 60 MB to end the agent. */
    @Test
    void issue12NoTextIsTooLong() throws Exception {
        ImmichDatabase database = ImmichDatabase.on(EmbeddedServer.shared(17))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        String url = database.createMonitor(ImmichDatabase.Grants.FULL).url();
        try {
            database.roleExecute(
                    "UPDATE version_history SET version = repeat('9', 60000000)",
                    "CREATE COLLATION odd (provider = icu, locale = 'de', version = '1')",
                    "CREATE TABLE uses_it (a text COLLATE odd)",
                    "ALTER DATABASE \"" + database.name() + "\" SET search_path = public, " + "a, ".repeat(30_000)
                            + "b");
            database.superuserExecute(
                    "UPDATE pg_collation SET collversion = repeat('9', 30000000) WHERE collname = 'odd'",
                    "CREATE FUNCTION public.wide(" + "timestamptz, ".repeat(90)
                            + "text) RETURNS int LANGUAGE sql RETURN 1");

            Snapshot is = read(url, database.role());

            assertEquals("9".repeat(300), is.history().versions().orElseThrow().get(0));
            assertEquals(
                    "9".repeat(300),
                    is.collations().stream()
                            .filter(c -> c.collation().contains("odd"))
                            .findFirst()
                            .orElseThrow()
                            .recorded());
            assertEquals(
                    5000, is.nearestSetting("search_path").orElseThrow().value().length());
            assertEquals(
                    "wide(...)",
                    is.foreignObjects().stream()
                            .map(ForeignObject::name)
                            .filter(name -> name.startsWith("wide"))
                            .findFirst()
                            .orElseThrow());
            assertTrue(SnapshotJson.write(is).length() < 100_000);
        } finally {
            database.drop();
        }
    }

    /** What a character is written as in the database, in hexadecimal, and how it is shown. */
    @ParameterizedTest
    @CsvSource({
        "LATIN1, fc, \u00fc",
        "WIN1252, 80, \u20ac",
        "EUC_JP, c6fc, \u65e5",
        "UTF8, c3bc, \u00fc",
        "SQL_ASCII, c3bc, \u00fc",
        "SQL_ASCII, fc, \ufffd", // text to nobody who is not told of what encoding it is
    })
    void issue12EveryEncodingIsRead(String encoding, String hex, String shown) throws Exception {
        EmbeddedServer server = EmbeddedServer.shared(15);
        String name = "odd_" + encoding.toLowerCase() + "_" + hex;
        server.execute(
                "postgres",
                "CREATE DATABASE " + name + " ENCODING '" + encoding
                        + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        try {
            server.execute(
                    name,
                    "CREATE TABLE version_history (\"createdAt\" timestamptz, version text)",
                    "CREATE ROLE " + name,
                    """
                    DO $$
                    DECLARE odd text := convert_from('\\x%s', current_setting('server_encoding'));
                    BEGIN
                      INSERT INTO version_history VALUES (now(), odd);
                      EXECUTE format('CREATE FUNCTION public.%%I() RETURNS int LANGUAGE sql AS ''SELECT 1''', odd);
                    END$$""".formatted(hex));

            for (int time = 1; time <= 2; time++) {
                Snapshot is = read(server.nodeUrl(name, "postgres", "unused"), name);
                assertEquals(shown, is.history().versions().orElseThrow().get(0));
                assertTrue(
                        is.foreignObjects().stream().map(ForeignObject::name).anyMatch(f -> f.contains(shown)),
                        () -> is.foreignObjects().toString());
            }
        } finally {
            server.execute("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static Snapshot read(String url, String role) throws UnreadableDatabase {
        try (CatalogReader reader = new CatalogReader(
                ImmichUrl.parse(url), Optional.of(role), false, Timeouts.within(Duration.ofSeconds(30)))) {
            return reader.read();
        }
    }
}
