package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.demo.Demo;
import dev.immichpg.demo.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody sees who runs README's first command: three databases, and of each what README says. */
class DemoIT {

    private static EmbeddedServer server;
    private static Map<String, String> settings;

    @BeforeAll
    static void prepare() {
        server = EmbeddedServer.start(17, EmbeddedServer.Options::baseline);
        settings = new HashMap<>(Demo.prepare(server));
        // Or a run in a test has the ledger of NoLedger.
        settings.put("IMMICH_PG_LEDGER_FILE", settings.get("immich-pg.ledger-file"));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Run check(String database) {
        return Run.inThisJvm(settings, "check", database);
    }

    /** In the order of the report. */
    private static List<String> problems(Run run) {
        return Pattern.compile("(?m)^(CRITICAL|WARNING|INFO) .*$")
                .matcher(run.out())
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** Nobody is to take a first look at something healthy and see an alarm, or that the agent does not know. */
    @Test
    void healthyIsHealthyNowAndAfterTheUpgrade() {
        Run run = check("healthy").expect(0);

        assertTrue(run.out().startsWith("Database healthy: Immich 2.7.5 would start.\n"), run::out);
        assertTrue(
                run.out().contains("\nAfter the upgrade to Immich 3.3.0: Immich 3.3.0 would start. First: Immich runs"),
                run::out);
        assertEquals(List.of("INFO restore-impossible: immich_healthy"), problems(run));
        assertEquals(false, run.out().contains("Unknown:"));
    }

    @Test
    void driftedIsWhatReadmeShows() throws IOException {
        Run run = check("drifted").expect(2);
        String said = onOneLine(run.out());

        int from = 0;
        for (String part : shownInReadme("Database drifted:").split("…")) {
            int at = said.indexOf(onOneLine(part), from);
            assertTrue(at >= 0, () -> "README shows\n" + part + "\nbut the agent says\n" + run.out());
            from = at;
        }
        assertEquals(
                List.of(
                        "CRITICAL extension-update-blocked: vchord",
                        "CRITICAL public-schema-not-creatable: public",
                        "INFO restore-impossible: immich_drifted"),
                problems(run));
        assertEquals(false, run.out().contains("Unknown:"));
    }

    /** The guide of its time forgets one grant; Postgres 17 is newer than that release. */
    @Test
    void guideNeedsTheGrantThatTheGuideForgets() {
        Run run = check("guide").expect(2);

        assertTrue(run.out().startsWith("Database guide: Immich 1.118.2 would not start."), run::out);
        assertEquals(
                List.of(
                        "CRITICAL index-view-unreadable: vectors.pg_vector_index_stat",
                        "WARNING postgres-version-untested: Postgres",
                        "WARNING backup-impossible: immich_guide"),
                problems(run));

        server.execute("guide", "GRANT SELECT ON vectors.pg_vector_index_stat TO immich_guide");
        Run after = check("guide").expect(1);
        assertTrue(after.out().startsWith("Database guide: Immich 1.118.2 would start.\n"), after::out);
    }

    private static String onOneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The block of code that begins so. */
    private static String shownInReadme(String beginning) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf("```\n" + beginning) + 4;
        return readme.substring(start, readme.indexOf("```", start));
    }
}
