package dev.immichpg.publish;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Check;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Report;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and the JSON as a program gets them. */
@QuarkusTest
@TestProfile(WithoutAgent.class)
class WebIT {

    @Inject
    Event<ConfigurationInForce> configurations;

    @Inject
    Event<Report> reports;

    @Inject
    Router router;

    private final Instant now = Instant.now();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/databases/home",
                "/databases/none",
                "/checks",
                "/checks/server-read-only",
                "/checks/none",
                "/api",
                "/none",
                "/none/at/all",
                "/style.css",
                "/page.js",
                "/icon.svg",
                "/api/databases",
                "/api/databases/none",
                "/api/none",
                "/api/openapi",
                "/metrics",
                "/health/live",
                "/health/well",
                "/%00"
            })
    void everyAnswerIsGuarded(String path) {
        watching("home", "other");

        Response answer = given().urlEncodingEnabled(false).get(path);

        answer.then()
                .header("Content-Security-Policy", startsWith("default-src 'none'; "))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer");
        assertFalse(answer.asString().contains("Exception"), answer::asString);
    }

    /** A scrape of many is sent in pieces, one of few is not; both formats hold the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 200})
    void aScrapeIsWholeHoweverManyThereAre(int databases) {
        String[] names = IntStream.rangeClosed(1, databases)
                .mapToObj(i -> String.format("family-ä-%04d", i))
                .toArray(String[]::new);
        watching(names);
        Arrays.stream(names).forEach(name -> reports.fire(Reports.of(name, Given.vchord(), now)));

        Response plain = given().accept("text/plain").get("/metrics");
        Response open =
                given().accept("application/openmetrics-text; version=1.0.0").get("/metrics");

        assertEquals("text/plain; version=0.0.4; charset=utf-8", plain.contentType());
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", open.contentType());
        assertEquals(
                Arrays.stream(names)
                        .map(name -> "immich_pg_up{database=\"" + name + "\",} 1.0")
                        .toList(),
                plain.asString()
                        .lines()
                        .filter(line -> line.startsWith("immich_pg_up{"))
                        .toList());
        assertEquals(
                databases,
                open.asString()
                        .lines()
                        .filter(line -> line.startsWith("immich_pg_examinations_total{database=\"family-ä-")
                                && line.contains(",outcome=\"success\"} "))
                        .count());
        assertTrue(plain.asString().contains("\njvm_memory_used_bytes{"));
        assertTrue(open.asString().endsWith("\n# EOF\n"));
        given().head("/metrics").then().statusCode(200);
    }

    /** issue 12, C4: a cache between us and the reader keeps them apart. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/api/databases", "/checks", "/style.css"})
    void whatTheAnswerDependsOnIsSaid(String path) {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now));
        for (String coding : List.of("gzip", "identity")) {
            Response answer = given().header("Accept-Encoding", coding).get(path);

            answer.then().statusCode(200);
            List<String> vary = Arrays.stream(
                            answer.header("Vary").toLowerCase().split(",\\s*"))
                    .sorted()
                    .toList();
            assertTrue(vary.contains("accept-encoding"), vary::toString);
            assertEquals(!path.equals("/style.css"), vary.contains("accept"), vary::toString);
        }
        assertEquals(
                given().header("Accept-Encoding", "identity").get("/checks").asString(),
                given().header("Accept-Encoding", "gzip").get("/checks").asString());
    }

    /** issue 12, C4: no address has two forms, or the relative links of one of them lead nowhere. */
    @Test
    void anAddressHasOneForm() {
        watching("home", "other");
        for (String path : List.of("/checks/", "/databases/home/", "/api/databases/", "/metrics/")) {
            given().redirects()
                    .follow(false)
                    .get(path + "?immich=2.8.0")
                    .then()
                    .statusCode(308)
                    .header("Location", "../" + path.replaceAll(".*/([^/]+)/$", "$1") + "?immich=2.8.0");
            get(path).then().statusCode(200);
        }
        for (String path : List.of("/databases%2Fhome", "/databases/home%00")) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
    }

    @Test
    void whatIsNotThereIsSaidInTheAskersLanguage() {
        watching("home");
        get("/databases/none")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("There is no database of this name."))
                .body(containsString("href=\"../style.css?"));
        get("/none/at/all").then().statusCode(404).body(containsString("href=\"../../style.css?"));
        get("/checks/none").then().statusCode(404).body(containsString("There is no check of this name."));
        get("/api/databases/none").then().statusCode(404).body("error", equalTo("There is no database of this name."));
        get("/api/none").then().statusCode(404).body("error", equalTo("There is nothing at this address."));
    }

    /** Nothing but GET (and what comes with it) is answered. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/databases/home", "/checks", "/api/databases", "/api/databases/home/verdict"})
    void nothingCanBeChanged(String path) {
        watching("home");
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
            assertEquals(405, given().request(method, path).statusCode(), method);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?immich=2.8.0",
                "/databases/home",
                "/checks",
                "/checks/server-read-only",
                "/api/databases",
                "/api/databases/home",
                "/api/checks",
                "/api/report.schema.json"
            })
    void whoHasItAlreadyIsToldSo(String path) {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now));
        String tag = get(path)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-cache")
                .extract()
                .header("ETag");

        given().header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(equalTo(""));
        given().header("If-None-Match", "W/\"other\"").get(path).then().statusCode(200);

        if (!path.contains("check") && !path.contains("schema")) {
            reports.fire(Reports.of("home", Given.vchord(), now));
            given().header("If-None-Match", tag).get(path).then().statusCode(200);
            assertNotEquals(tag, get(path).header("ETag"));
        }
    }

    @Test
    void anotherReleaseIsJudgedOnTheSameSnapshot() {
        watching("home");
        reports.fire(Reports.of("home", Given.pgvectors(), now));

        get("/").then().body(containsString("Do not upgrade to 3.3.0"));
        get("/?immich=1.118.2").then().body(containsString("Safe to upgrade to 1.118.2"));
        get("/?immich=1.118.2")
                .then()
                .body(
                        containsString("<a href=\"https://github.com/immich-app/immich/commit/4bb42c4a2\">"),
                        containsString("which are the same (inferred)"));
        get("/?immich=v1.118.2").then().body(containsString("Safe to upgrade to 1.118.2"));
        given().queryParam("immich", "<b>2")
                .get("/")
                .then()
                .statusCode(200)
                .body(containsString("“&lt;b&gt;2” is not a release"))
                .body(not(containsString("<b>2")));
        // The report that everybody else reads is what it was.
        get("/api/databases/home").then().body("upgrade.immich", equalTo("3.3.0"));
    }

    /** Also beside another release: that answer has once told everybody of ALTER SYSTEM. */
    @Test
    void issue15ThePlanIsToldForThePlatformThatTheReaderChooses() {
        watching("home");
        reports.fire(
                Reports.of("home", Given.vchord().available("vchord", "1.1.1").preload(""), now));

        get("/").then().body(not(containsString("kubectl cnpg restart")));
        for (String query : List.of("/?platform=cloudnativepg", "/?immich=3.3.0&platform=cloudnativepg")) {
            get(query)
                    .then()
                    .body(
                            containsString("kubectl cnpg restart"),
                            not(containsString("ALTER SYSTEM SET")),
                            containsString("<option value=\"cloudnativepg\" selected>CloudNativePG</option>"));
        }
        given().queryParam("platform", "<b>x")
                .get("/")
                .then()
                .statusCode(200)
                .body(containsString("“&lt;b&gt;x” is not a platform"))
                .body(not(containsString("<b>x")));
    }

    @Test
    void theOverviewIsSortedByTroubleAndFiltered() {
        watching("a-fine", "b-down", "c-new", "d-fine");
        reports.fire(Reports.of("a-fine", Given.vchord(), now));
        reports.fire(Reports.unreadable("b-down", now));
        reports.fire(Reports.of("d-fine", Given.vchord(), now));

        assertEquals(List.of("b-down", "c-new", "a-fine", "d-fine"), names("/"));
        assertEquals(List.of("a-fine", "d-fine"), names("/?name=FINE"));
        assertEquals(List.of("b-down"), names("/?state=critical"));
        assertEquals(List.of("c-new"), names("/?state=waiting&name="));
        assertEquals(List.of(), names("/?state=critical&name=fine"));
        assertEquals(4, names("/?state=nonsense").size());
    }

    private static List<String> names(String path) {
        return java.util.regex.Pattern.compile("<h2><a href=\"databases/([^\"]*)\">")
                .matcher(get(path).asString())
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    @Test
    void aTerminalGetsText() {
        watching("home");
        reports.fire(Reports.of("home", Given.vchord(), now));
        given().accept("text/plain")
                .get("/")
                .then()
                .contentType("text/plain")
                .body(startsWith("Database home: Immich 2.7.5 would start."));
        given().accept("*/*").get("/").then().contentType("text/html");
    }

    /** Whatever the database calls its things: it stays text, on one line, in its direction. */
    @Test
    void namesAreData() {
        String evil = "a\"'><script>alert(1)</script>\u202e\u2066\n&lt;";
        watching("home", "keys", evil);
        for (String name : List.of("home", "keys", evil)) {
            reports.fire(Reports.of(name, Given.vchord(), now.minusSeconds(60)));
        }
        reports.fire(Reports.of("home", Evil.all(broken(), evil), now));
        reports.fire(Reports.of("keys", Evil.allButKeys(broken(), evil), now));
        reports.fire(Reports.of(evil, Evil.all(broken(), evil), now));

        for (String path : List.of("/", "/databases/home", "/databases/keys", "/databases/keys?immich=2.8.0")) {
            String html = get(path).asString();
            assertTrue(html.contains("a&quot;&#39;&gt;&lt;script&gt;"), path);
            assertFalse(html.contains("<script>"), path);
            assertFalse(html.contains("\u202e"), path);
            assertFalse(html.contains("\u2066"), path);
            assertTrue(html.contains("&lt;/script&gt;\\u202e\\u2066\\u000a&amp;lt;"), path);
        }
    }

    private static Snapshot broken() {
        return Given.vchord().available("vchord", "1.1.1").superuser().snapshot();
    }

    @Test
    void theCatalogueIsTheSameEverywhere() {
        watching("home");
        List<String> ids = Arrays.stream(Check.values()).map(Check::id).toList();

        assertEquals(ids, get("/api/checks").path("check"));
        String page = get("/checks").asString();
        for (Check check : Check.values()) {
            assertTrue(page.contains("href=\"checks/" + check.id() + "\""), check.id());
            get("/checks/" + check.id()).then().statusCode(200).body(containsString("<h1>"));
        }
    }

    /** Every address under /api that there is stands in the description, and nothing else does. */
    @Test
    void openApiDescribesEveryEndpoint() {
        Response document = get("/api/openapi");
        Map<String, Map<String, Object>> described = document.path("paths");

        assertEquals(endpoints(), described.keySet());
        String page = get("/api").asString();
        for (String path : described.keySet()) {
            assertTrue(page.contains(path.replace("{name}", "&lt;name&gt;") + "</code>"), path);
        }
        document.then()
                .contentType("application/json")
                .body("info.title", equalTo("immich-pg-monitor"))
                .body("info.version", not(containsString("@")));
        described.forEach((path, operations) -> assertEquals(Set.of("get"), operations.keySet(), path));
    }

    private Set<String> endpoints() {
        return router.getRoutes().stream()
                .map(route -> String.valueOf(route.getName()))
                .filter(path -> path.startsWith("/api/"))
                .map(path -> path.replace(":name", "{name}"))
                .collect(Collectors.toSet());
    }

    /** What the description says of the statuses is what is answered. */
    @Test
    void theStatusesOfTheDescriptionAreAnswered() {
        watching("home", "new");
        reports.fire(Reports.of("home", Given.vchord(), now));
        Map<String, Map<String, Map<String, Map<String, ?>>>> described =
                get("/api/openapi").path("paths");

        described.forEach((path, operations) -> Stream.of("home", "new", "none")
                .map(name -> Integer.toString(get(path.replace("{name}", name)).statusCode()))
                .forEach(status ->
                        assertTrue(operations.get("get").get("responses").containsKey(status), path + " " + status)));
    }

    /** issue 19: the description is a file, and its parts are those of the documents that are written. */
    @Test
    void theSchemasOfTheDescriptionAreThoseOfTheDocuments() {
        Map<String, Map<String, Object>> schemas = get("/api/openapi").path("components.schemas");

        Map<String, Set<String>> expected = Stream.of(
                        Databases.VerdictJson.class,
                        Databases.ProblemJson.class,
                        NotFoundResponses.ErrorJson.class,
                        Catalogue.Entry.class,
                        NotifierStatuses.NotifiersJson.class,
                        NotifierStatuses.ChannelJson.class,
                        NotifierStatuses.FailureJson.class)
                .collect(Collectors.toMap(Class::getSimpleName, WebIT::members));
        assertEquals(Map.of("$ref", "report.schema.json"), schemas.get("ReportJson"));
        Map<String, Set<Object>> written = new HashMap<>();
        schemas.forEach((name, schema) -> {
            if (schema.get("properties") instanceof Map<?, ?> properties) {
                written.put(name, Set.copyOf(properties.keySet()));
            }
        });
        assertEquals(expected, written);
    }

    private static Set<String> members(Class<?> document) {
        return Arrays.stream(document.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private void watching(String... names) {
        // What an earlier test has told of them is forgotten.
        configurations.fire(Reports.configuration(Duration.ofDays(1)));
        configurations.fire(Reports.configuration(Duration.ofDays(1), names));
    }
}
