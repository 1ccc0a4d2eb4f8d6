package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.immichpg.OtherPrograms;
import dev.immichpg.Packaged;
import dev.immichpg.check.Check;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.ledger.NoLedger;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database breaks, and somebody is told; it is fixed, and they are told that too. Everything is real: Postgres, the
 * packaged agent, Prometheus and Alertmanager with the files of {@code deploy/}, of which only the times are shortened.
 */
class AlertsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern AGENTS_DOOR = Pattern.compile("Listening on http://127\\.0\\.0\\.1:(\\d+)");
    private static final String UNTRIED = "so no alert has been followed to its end";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    /** Where people reach the agent, behind a proxy. */
    private static final String EXTERNAL_URL = "https://photos.example/pg";

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private OtherPrograms programs;
    private int person;

    /** Whom Alertmanager tells. */
    @BeforeEach
    void listen() throws IOException {
        programs = new OtherPrograms(directory);
        person = programs.webhook(0, message -> message.get("alerts").forEach(told::add));
    }

    @AfterEach
    void close() {
        programs.close();
    }

    @Test
    void brokenToldFixedTold() throws Exception {
        ImmichDatabase database = ImmichDatabase.on(EmbeddedServer.shared(16))
                .pgvectors("0.2.0")
                .immich("1.118.2")
                .grantIndexView()
                .create();
        Monitor monitor = database.createMonitor(Grants.FULL);
        String check = Check.INDEX_VIEW_UNREADABLE.id();

        String agent = startAgent(monitor);
        String alertmanager = startAlertmanager();
        String prometheus = startPrometheus(agent, alertmanager);
        await(
                "the agent finds the database well",
                () -> get(agent, "/api/databases/home/verdict").statusCode() == 200);
        assertTrue(last("ImmichPgCheckProblem", check).isEmpty(), told::toString);

        database.superuserExecute("REVOKE SELECT ON vectors.pg_vector_index_stat FROM \"" + database.role() + "\"");

        await("somebody is told of the problem", () -> isTold("ImmichPgCheckProblem", check, "firing"));
        await("somebody is told of the start", () -> isTold("ImmichPgStartBlocked", "", "firing"));
        JsonNode alert = last("ImmichPgCheckProblem", check).orElseThrow();
        assertEquals("critical", alert.at("/labels/severity").asText());
        assertEquals("home", alert.at("/labels/database").asText());
        assertEquals(
                EXTERNAL_URL + "/databases/home#" + check,
                alert.at("/annotations/runbook_url").asText());
        assertTrue(
                get(agent, "/databases/home").body().contains("id=\"" + check + "\""),
                "the link leads to the check on the database's page");

        everyPanelIsAnswered(prometheus);

        List<String> remedy = statements(agent, check);
        assertTrue(!remedy.isEmpty(), "there is nothing to run");
        database.superuserExecute(remedy.toArray(String[]::new));

        await("somebody is told that it is fixed", () -> isTold("ImmichPgCheckProblem", check, "resolved"));
        await("somebody is told that Immich would start", () -> isTold("ImmichPgStartBlocked", "", "resolved"));
        database.drop();
    }

    /** With something, in a database that has a problem, but for what can only be empty here. */
    private void everyPanelIsAnswered(String prometheus) throws IOException {
        for (JsonNode panel : Dashboard.panels()) {
            String title = panel.get("title").asText();
            boolean mayBeEmpty = Set.of("And after the upgrade?", "Versions changed", "Checks that could not look")
                    .contains(title);
            for (JsonNode target : panel.get("targets")) {
                String query = Dashboard.query(target);
                JsonNode answer = JSON.readTree(
                        get(prometheus, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                                .body());
                assertEquals("success", answer.get("status").asText(), answer::toString);
                assertTrue(mayBeEmpty || !answer.at("/data/result").isEmpty(), () -> title + ": " + query);
            }
        }
    }

    /** What the agent says is to be run, as a superuser. */
    private List<String> statements(String agent, String check) throws IOException {
        JsonNode report = JSON.readTree(get(agent, "/api/databases/home").body());
        return Deployed.stream(report.get("checks"))
                .filter(c -> c.get("check").asText().equals(check))
                .flatMap(c -> Deployed.stream(c.path("findings")))
                .flatMap(f -> Deployed.stream(f.get("remedy")))
                .filter(s -> s.get("by").asText().equals("superuser"))
                .map(s -> s.get("text").asText())
                .toList();
    }

    private boolean isTold(String name, String check, String status) {
        return last(name, check)
                .filter(alert -> alert.get("status").asText().equals(status))
                .isPresent();
    }

    private Optional<JsonNode> last(String name, String check) {
        return told.stream()
                .filter(alert -> alert.at("/labels/alertname").asText().equals(name)
                        && alert.at("/labels/check").asText().equals(check))
                .reduce((earlier, later) -> later);
    }

    private String startAgent(Monitor monitor) throws IOException {
        return programs.start(
                AGENTS_DOOR,
                UNTRIED,
                Map.of(
                        "IMMICH_PG_LEDGER_FILE",
                        NoLedger.environment().get("IMMICH_PG_LEDGER_FILE"),
                        "IMMICH_PG_HOST",
                        "127.0.0.1",
                        "IMMICH_PG_PORT",
                        "0",
                        "IMMICH_PG_EXTERNAL_URL",
                        EXTERNAL_URL,
                        "IMMICH_PG_EVERY",
                        "1s",
                        "IMMICH_PG_DATABASES_HOME_URL",
                        monitor.url(),
                        "IMMICH_PG_DATABASES_HOME_IMMICH_ROLE",
                        monitor.database().role()),
                Packaged.agent().toArray(String[]::new));
    }

    private String startAlertmanager() throws IOException {
        ObjectNode configuration = (ObjectNode) Deployed.yaml("prometheus/alertmanager.yml");
        ((ObjectNode) configuration.get("route")).put("group_wait", "1s").put("group_interval", "1s");
        configuration.get("receivers").forEach(receiver -> {
            if (receiver.get("name").asText().equals("me")) {
                ((ObjectNode) receiver)
                        .putArray("webhook_configs")
                        .addObject()
                        .put("url", "http://127.0.0.1:" + person + "/");
            }
        });
        return programs.alertmanager(configuration.toString(), UNTRIED);
    }

    private String startPrometheus(String agent, String alertmanager) throws IOException {
        ObjectNode rules = (ObjectNode) Deployed.yaml("prometheus/alerts.yml");
        rules.findParents("for").forEach(rule -> ((ObjectNode) rule).put("for", "0s"));
        programs.write("alerts.yml", rules.toString());
        ObjectNode configuration = (ObjectNode) Deployed.yaml("compose/prometheus.yml");
        ((ObjectNode) configuration.get("global")).put("scrape_interval", "1s").put("evaluation_interval", "1s");
        target(configuration.at("/alerting/alertmanagers/0/static_configs/0"), alertmanager);
        target(configuration.at("/scrape_configs/0/static_configs/0"), agent);
        ((ObjectNode) configuration.at("/scrape_configs/0/relabel_configs/0")).put("replacement", agent);
        return programs.prometheus(configuration.toString(), UNTRIED);
    }

    private static void target(JsonNode configuration, String address) {
        ((ArrayNode) configuration.get("targets")).removeAll().add(address);
    }

    private HttpResponse<String> get(String address, String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(limit), () -> "never: " + what + "; told: " + told);
            LockSupport.parkNanos(100_000_000);
        }
    }
}
