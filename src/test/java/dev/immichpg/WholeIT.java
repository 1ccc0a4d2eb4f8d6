package dev.immichpg;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.Agent;
import dev.immichpg.agent.AgentSettings;
import dev.immichpg.check.Check;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.demo.Package;
import dev.immichpg.ledger.NoLedger;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The whole agent on a real Postgres, asked over HTTP: a healthy database, one that drifts, and one that is not there. */
@QuarkusTest
class WholeIT {

    private static final EmbeddedServer SERVER = EmbeddedServer.shared(17);

    @Inject
    Agent agent;

    @AfterAll
    static void baseline() {
        SERVER.resetPackages();
    }

    /** One story, since the agent starts once. */
    @Test
    void fromStartToDriftToRemedy() throws Exception {
        get("/health/live").then().statusCode(200);
        get("/health/started").then().statusCode(503);
        get("/health/ready").then().statusCode(503);
        scrape().then().statusCode(200).body(not(containsString("immich_pg_up")));

        ImmichDatabase database =
                ImmichDatabase.on(SERVER).vchord("0.4.3").immich("2.7.5").create();
        Monitor monitor = database.createMonitor(Grants.FULL);
        agent.start(settings(Map.of(
                "immich-pg.ledger-file", NoLedger.environment().get("IMMICH_PG_LEDGER_FILE"),
                "immich-pg.every", "1s",
                "immich-pg.timeout", "4s",
                "immich-pg.databases.home.url", monitor.url(),
                "immich-pg.databases.home.immich-role", database.role(),
                "immich-pg.databases.home.upgrade-to", "3.3.0",
                "immich-pg.databases.gone.url", "postgresql://immich:canary@127.0.0.1:1/immich")));
        await(() -> get("/health/ready").statusCode() == 200);

        get("/health/started").then().statusCode(200);
        get("/health/well")
                .then()
                .statusCode(503)
                .body("checks[0].data.home", equalTo("Immich 2.7.5 would start."))
                .body("checks[0].data.gone", startsWith("Could not read 127.0.0.1:1/immich as user immich"));
        scrape().then()
                .statusCode(200)
                .body(containsString("immich_pg_up{database=\"gone\",} 0.0"))
                .body(containsString("immich_pg_up{database=\"home\",} 1.0"))
                .body(
                        containsString(
                                "immich_pg_start_forecast{database=\"home\",immich_version=\"2.7.5\",when=\"now\",outcome=\"starts\",} 1.0"))
                .body(
                        containsString(
                                "immich_pg_start_forecast{database=\"home\",immich_version=\"3.3.0\",when=\"upgrade\",outcome=\"migrates\",} 1.0"))
                .body(not(containsString("canary")));
        get("/api/databases/home/verdict").then().statusCode(200).body("well", equalTo(true));
        get("/api/databases/gone/verdict").then().statusCode(503).body("well", equalTo(false));
        get("/api/databases/nowhere").then().statusCode(404);
        get("/api/databases/home")
                .then()
                .statusCode(200)
                .body("format", equalTo(1))
                .body("immich.version", equalTo("2.7.5"))
                .body("immich.source", equalTo("version_history"))
                .body("now.outcome", equalTo("starts"))
                .body("checks.size()", equalTo(Check.values().length));
        assertTrue(!get("/api/databases").asString().contains("canary"));

        SERVER.install(Package.vchord("0.4.3", "1.1.1"));
        await(() -> get("/api/databases/home/verdict").statusCode() == 503);
        get("/api/databases/home")
                .then()
                .body("now.outcome", equalTo("blocked"))
                .body(
                        "checks.find { it.check == 'extension-update-blocked' }.findings[0].remedy.text",
                        hasItem("ALTER EXTENSION vchord UPDATE;"))
                .body("plan.text", hasItem("ALTER EXTENSION vchord UPDATE;"));
        scrape().then()
                .body(
                        containsString(
                                "immich_pg_check_problem{database=\"home\",check=\"extension-update-blocked\",severity=\"critical\",} 1.0"))
                .body(containsString(
                        "immich_pg_extension_changed_timestamp_seconds{database=\"home\",extension=\"vchord\",}"));
        get("/").then().statusCode(200).body(containsString("Do not restart Immich"));
        get("/databases/home")
                .then()
                .statusCode(200)
                .body(containsString("ALTER EXTENSION vchord UPDATE;"))
                .body(containsString("vchord, available on the server: 0.4.3 → 1.1.1."))
                .body(not(containsString("canary")));
        get("/databases/gone")
                .then()
                .statusCode(200)
                .body(containsString("Could not read 127.0.0.1:1/immich as user immich"))
                .body(not(containsString("canary")));

        // The agent remembers that this server was started with the old library.
        SERVER.restart();
        database.superuserExecute("ALTER EXTENSION vchord UPDATE");
        database.roleExecute("REINDEX INDEX clip_index", "REINDEX INDEX face_index");
        await(() -> get("/api/databases/home/verdict").statusCode() == 200);

        noScrapeReachesTheDatabase(monitor);
        toolsFindNothing();
    }

    /** Prometheus' own tool of the text format; of OpenMetrics, which it does not read, the strict parser of the format's authors. */
    private static void toolsFindNothing() throws Exception {
        assertEquals("", found(scrape().asByteArray(), "promtool", "check", "metrics"));
        byte[] openMetrics =
                given().accept("application/openmetrics-text").get("/metrics").asByteArray();
        String parser = """
                import sys
                try:
                    from prometheus_client.openmetrics.parser import text_string_to_metric_families
                except ImportError:
                    sys.exit(77)
                for family in text_string_to_metric_families(sys.stdin.read()):
                    if not family.documentation or family.type == 'unknown':
                        print(family.name, 'has no help text or no type')
                """;
        assertEquals("", found(openMetrics, "/usr/bin/python3", "-c", parser));
    }

    /** What a tool prints of what it is given. Where it is not installed nobody has looked, which in CI is a fault. */
    private static String found(byte[] scrape, String... command) throws Exception {
        int exit = 77;
        String printed = "";
        try {
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream in = tool.getOutputStream()) {
                in.write(scrape);
            } catch (IOException e) {
                // It ended before it had read all: it says why.
            }
            printed = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            exit = tool.waitFor();
        } catch (IOException e) {
            // There is none.
        }
        if (exit == 77) {
            assertEquals(false, Boolean.getBoolean("immich-pg.tools.obligatory"), command[0] + " is not installed");
            System.out.println("WholeIT: " + command[0]
                    + " with what it needs is not installed, so it has not checked the metrics.");
            return "";
        }
        return printed + (exit == 0 ? "" : command[0] + " ended with " + exit);
    }

    private static void noScrapeReachesTheDatabase(Monitor monitor) {
        long before = calls(monitor);
        Instant began = Instant.now();
        for (int i = 0; i < 200; i++) {
            scrape().then().statusCode(200);
            get("/health/ready").then().statusCode(200);
        }
        // Only what the clock asked for meanwhile: an examination a second.
        long most = Duration.between(began, Instant.now()).toSeconds() + 2;
        assertTrue(calls(monitor) - before <= most, () -> calls(monitor) - before + " examinations, at most " + most);
        assertEquals(
                "1",
                SERVER.value(
                        "postgres", "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + monitor.role() + "'"));
    }

    /** As Prometheus' text format, where one may also have OpenMetrics. */
    private static Response scrape() {
        return given().accept("text/plain").get("/metrics");
    }

    /** Every examination that could read says so in a counter. */
    private static long calls(Monitor monitor) {
        return scrape().asString()
                .lines()
                .filter(l -> l.startsWith("immich_pg_examinations_total{database=\"home\",outcome=\"success\""))
                .mapToLong(l -> (long) Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static AgentSettings settings(Map<String, String> properties) {
        return AgentSettings.load(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build());
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(deadline), "it did not come about within 20 s");
            LockSupport.parkNanos(50_000_000);
        }
    }
}
