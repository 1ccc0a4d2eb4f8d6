package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.Lacking;
import dev.immichpg.OtherPrograms;
import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a fault in a real Postgres to the message, with the packaged agent: of a webhook that is down at first, and of
 * the real servers of Gotify and Alertmanager where they can be had (issue 18).
 */
class NoticesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BROKEN = "Immich 1.118.2 would not start.";

    @TempDir
    Path directory;

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private ImmichDatabase database;
    private Monitor monitor;
    private OtherPrograms servers;

    @BeforeEach
    void open() {
        servers = new OtherPrograms(directory);
        database = ImmichDatabase.on(EmbeddedServer.shared(16))
                .pgvectors("0.2.0")
                .immich("1.118.2")
                .grantIndexView()
                .password(Program.CANARY)
                .create();
        monitor = database.createMonitor(Grants.FULL);
    }

    @AfterEach
    void close() {
        servers.close();
        database.drop();
    }

    @Test
    void eachChangeIsToldOnceWhateverStopsMeanwhile() throws Exception {
        int port = OtherPrograms.freePort();
        Map<String, String> environment = agent();
        environment.put("IMMICH_PG_NOTIFY_HOOK_URL", "json://127.0.0.1:" + port + "/" + Program.CANARY);
        environment.put("IMMICH_PG_NOTIFY_HOOK_COLLECT", "0s");

        try (Program program = start(environment)) {
            program.awaitUp("home", "1.0");
            program.awaitExaminations("home", 3);
            breakIt();
            program.await("the webhook is down", () -> notices(program, "failed") >= 1);
            assertEquals(200, program.status("/health/ready"));
        }
        // The message has not gone out; the next agent has it, and then a second one.
        try (Program program = start(environment)) {
            program.awaitUp("home", "1.0");
            program.await("the next one fails as well", () -> notices(program, "failed") >= 1);
            fixIt();
            program.awaitExaminations("home", 3);
            assertEquals(List.of(), told);

            servers.webhook(port, told::add);
            await("both are told", () -> told.size() >= 2);
            assertTrue(told.get(0).get("title").asText().contains("home"), told::toString);
            assertTrue(told.get(0).get("message").asText().contains(BROKEN), told::toString);
            assertEquals("critical", told.get(0).get("level").asText());
            assertEquals("ok", told.get(1).get("level").asText());
            assertFalse(told.get(0).get("id").equals(told.get(1).get("id")), told::toString);
            assertEquals(
                    "https://photos.example/pg/databases/home",
                    told.get(0).get("link").asText());
            program.await("what was sent is counted", () -> notices(program, "sent") >= 2);
        }
        // A restart repeats nothing.
        try (Program program = start(environment)) {
            program.awaitUp("home", "1.0");
            program.awaitExaminations("home", 5);
            assertEquals(2, told.size(), told::toString);

            breakIt();
            program.await("the second fault is told", () -> told.size() == 3);
            program.awaitExaminations("home", 5);
            assertEquals(3, told.size(), told::toString);
            assertEquals("critical", told.get(2).get("level").asText());
        }
    }

    @Test
    void realServersTakeIt() throws Exception {
        String gotify = startGotify();
        String token = JSON.readTree(post(gotify + "/application", "{\"name\": \"immich\"}"))
                .get("token")
                .asText();
        String alertmanager = startAlertmanager();
        Map<String, String> environment = agent();
        environment.put("IMMICH_PG_NOTIFY_PHONE_URL", gotify.replace("http", "gotify") + "/" + token);
        environment.put("IMMICH_PG_NOTIFY_PHONE_COLLECT", "0s");
        environment.put("IMMICH_PG_NOTIFY_ALERTS_URL", alertmanager.replace("http", "alertmanager"));
        environment.put("IMMICH_PG_NOTIFY_ALERTS_COLLECT", "0s");

        try (Program program = start(environment)) {
            program.awaitUp("home", "1.0");
            program.awaitExaminations("home", 3);
            assertEquals(0, messages(gotify).size());

            breakIt();
            await("Gotify has the message", () -> messages(gotify).size() == 1);
            JsonNode message = messages(gotify).get(0);
            System.out.println(
                    "NoticesIT: Gotify shows: " + message.get("title").asText() + " | "
                            + message.get("message").asText().replace("\n", " | "));
            assertEquals(8, message.get("priority").asInt());
            assertTrue(message.get("message").asText().contains(BROKEN), message::toString);
            assertEquals(
                    "https://photos.example/pg/databases/home",
                    message.at("/extras/client::notification/click/url").asText());
            await("Alertmanager has both alerts", () -> active(alertmanager).size() == 2);
            assertEquals(
                    List.of("ImmichPgCheckProblem", "ImmichPgStartBlocked"),
                    active(alertmanager).stream().sorted().toList());

            fixIt();
            await("Gotify has the second", () -> messages(gotify).size() == 2);
            assertTrue(messages(gotify).get(0).get("priority").asInt() < 8, "the newest is good news");
            await("both alerts have ended", () -> active(alertmanager).isEmpty());
        }
    }

    private void breakIt() {
        database.superuserExecute("REVOKE SELECT ON vectors.pg_vector_index_stat FROM \"" + database.role() + "\"");
    }

    private void fixIt() {
        database.superuserExecute("GRANT SELECT ON vectors.pg_vector_index_stat TO \"" + database.role() + "\"");
    }

    private Map<String, String> agent() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("IMMICH_PG_EVERY", "1s");
        environment.put("IMMICH_PG_EXTERNAL_URL", "https://photos.example/pg");
        environment.put(
                "IMMICH_PG_STATE_DIRECTORY",
                Files.createTempDirectory(directory, "state").toString());
        environment.put("IMMICH_PG_DATABASES_HOME_URL", monitor.url());
        environment.put("IMMICH_PG_DATABASES_HOME_IMMICH_ROLE", database.role());
        return environment;
    }

    private Program start(Map<String, String> environment) throws IOException {
        return new Program(directory, environment, List.of());
    }

    /** Of all notifiers. */
    private static double notices(Program program, String outcome) {
        return program.body("/metrics")
                .lines()
                .filter(line -> line.startsWith("immich_pg_notices_total{") && line.contains("\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String startGotify() throws Exception {
        Path program = Path.of(System.getProperty("immich-pg.gotify", ""));
        // Without the property it is this directory, which is executable too.
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            return Lacking.skip(
                    Lacking.NEVER_OBLIGATORY,
                    "There is no Gotify (-Dimmich-pg.gotify), so no message has been sent to a real one.");
        }
        int port = OtherPrograms.freePort();
        String address = "http://"
                + servers.start(
                        Pattern.compile("127\\.0\\.0\\.1:(" + port + ")"),
                        "so no message has been sent to it",
                        Map.of(
                                "GOTIFY_SERVER_LISTENADDR",
                                "127.0.0.1",
                                "GOTIFY_SERVER_PORT",
                                Integer.toString(port),
                                "GOTIFY_DEFAULTUSER_NAME",
                                "admin",
                                "GOTIFY_DEFAULTUSER_PASS",
                                "admin"),
                        program.toString());
        await("Gotify answers", () -> get(address + "/health").statusCode() == 200);
        return address;
    }

    private String startAlertmanager() throws Exception {
        return "http://"
                + servers.alertmanager(
                        "{route: {receiver: me}, receivers: [{name: me}]}", "so no alert has been pushed to it");
    }

    /** The newest first. */
    private JsonNode messages(String gotify) throws Exception {
        return JSON.readTree(get(gotify + "/message").body()).get("messages");
    }

    private List<String> active(String alertmanager) throws Exception {
        List<String> names = new ArrayList<>();
        JSON.readTree(get(alertmanager + "/api/v2/alerts").body())
                .forEach(alert -> names.add(alert.at("/labels/alertname").asText()));
        return names;
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address)));
    }

    private String post(String address, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)))
                .body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(
                request.header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII)))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!holds(condition)) {
            assertTrue(Instant.now().isBefore(limit), "never: " + what);
            Thread.sleep(100);
        }
    }

    /** A server that does not listen yet refuses. */
    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException e) {
            return false;
        }
    }
}
