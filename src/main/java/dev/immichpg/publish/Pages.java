package dev.immichpg.publish;

import static dev.immichpg.publish.ConditionalResponses.Body.ofText;

import dev.immichpg.check.Check;
import dev.immichpg.check.RejectedConfiguration;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.NotFoundResponses.Missing;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The HTML pages. Every page depends only on the last reports and on its address, and changes nothing. */
@Path("/")
@Produces(Pages.HTML)
public class Pages {

    static final String HTML = "text/html; charset=utf-8";
    private static final String NONE = "There is no database of this name.";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final LatestReports latest;
    private final ConditionalResponses responses;
    private final CheckPages checks;
    private final Assets assets;
    private final HttpListeners listeners;

    Pages(
            LatestReports latest,
            ConditionalResponses responses,
            CheckPages checks,
            Assets assets,
            HttpListeners listeners) {
        this.latest = latest;
        this.responses = responses;
        this.checks = checks;
        this.assets = assets;
        this.listeners = listeners;
    }

    /**
     * What every page needs.
     *
     * @param top the relative path to the root, so that a proxy can serve the pages below another path
     * @param edition what it is an edition of
     * @param metricsAreHere whether /metrics is on the port of the pages
     * @param notices who is told
     * @param refused what is wrong with the configuration that was edited last; empty where it is in force
     */
    record Frame(
            String title,
            String top,
            String edition,
            Assets assets,
            boolean metricsAreHere,
            NoticesView notices,
            List<String> refused) {

        /** Of the agent; empty where it is not packaged. */
        public String version() {
            return Optional.ofNullable(Pages.class.getPackage().getImplementationVersion())
                    .orElse("");
        }
    }

    /** @param severity of all its checks; at least one */
    record CheckGroup(String severity, List<Check> checks) {

        /** @param name a part of an id or of what is wrong; empty: all */
        static List<CheckGroup> of(String name) {
            String part = name.strip().toLowerCase(Locale.ROOT);
            return Stream.of(Severity.values())
                    .map(severity -> new CheckGroup(
                            severity.label(),
                            Stream.of(Check.values())
                                    .filter(check -> check.severity() == severity)
                                    .filter(check -> check.id().contains(part)
                                            || check.problem()
                                                    .toLowerCase(Locale.ROOT)
                                                    .contains(part))
                                    .toList()))
                    .filter(group -> !group.checks().isEmpty())
                    .toList();
        }
    }

    /**
     * A database that a check has something to say of.
     *
     * @param state {@code has it now} or {@code could not be looked at}
     */
    record Affected(String database, String state) {

        static List<Affected> of(Check check, All all) {
            return all.reports().stream()
                    .filter(Report::readable)
                    .flatMap(report -> report.now().diagnoses().stream()
                            .filter(d -> d.check() == check && (d.isProblem() || d.isUnknown()))
                            .map(d -> new Affected(
                                    report.database(), d.isProblem() ? "has it now" : "could not be looked at")))
                    .toList();
        }
    }

    /** @param path from the root; with {@code <name>} in it, it stands for many */
    record Address(String path, String meaning) {

        static List<Address> all(boolean metricsAreHere) {
            Stream<Address> api = Stream.of(
                    new Address("/api/databases", "the last report of every database, as a list"),
                    new Address("/api/databases/<name>", "that of one database"),
                    new Address(
                            "/api/databases/<name>/verdict",
                            "200 if all is well, else 503; with the sentence of the forecast and the worst problems: for uptime"
                                    + " checkers"),
                    new Address("/api/checks", "the catalogue of checks"),
                    new Address("/api/notifiers", "who is told of problems, and whether that works"),
                    new Address("/api/report.schema.json", "what the JSON of a report looks like (JSON Schema)"),
                    new Address("/api/openapi", "all of these, as OpenAPI; as JSON with ?format=json"));
            Stream<Address> machines = Stream.of(
                    new Address("/metrics", "for Prometheus, as text or OpenMetrics"),
                    new Address("/health/live", "the agent works; also /health/started and /health/ready"),
                    new Address("/health/well", "200 if every database is well, else 503, with the reasons"));
            return Stream.concat(api, metricsAreHere ? machines : Stream.empty())
                    .toList();
        }

        public boolean isLink() {
            return !path.contains("<");
        }

        /** From a page at the root. */
        public String link() {
            return path.substring(1);
        }
    }

    private static final int MOST_AFFECTED = 50;

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance database(Frame frame, DatabasePage page);

        static native TemplateInstance overview(Frame frame, OverviewPage page);

        static native TemplateInstance checks(Frame frame, List<CheckGroup> groups, String name);

        static native TemplateInstance check(
                Frame frame, Check check, RawString html, List<Affected> affected, int more);

        static native TemplateInstance api(Frame frame, List<Address> addresses);

        static native TemplateInstance fault(Frame frame, String sentence);
    }

    /** The page of the only database, or all of them; as text for a terminal that asks for it. */
    @GET
    @Produces({HTML, TEXT})
    @Operation(hidden = true)
    public CompletionStage<Response> top(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("immich") @DefaultValue("") String immich,
            @QueryParam("platform") @DefaultValue("") String platform,
            @Context Request request,
            @Context HttpHeaders headers) {
        // Before anything is made: what comes in meanwhile makes it another edition.
        String edition = latest.edition();
        if (wantsText(headers)) {
            return responses.of(request, edition, "text", TEXT, ofText(() -> text(latest.now())));
        }
        Optional<String> only = latest.onlyDatabase();
        if (only.isPresent()) {
            return database(edition, only.get(), ".", immich, platform, request);
        }
        return responses.of(request, edition, key("overview", name, state), HTML, ofText(() -> {
            All all = latest.now();
            return Templates.overview(frame("All databases", ".", all, any -> true), OverviewPage.of(all, name, state))
                    .render();
        }));
    }

    /** Who takes anything, as curl does, gets what a browser gets. */
    private static boolean wantsText(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .filter(type ->
                        type.isCompatible(MediaType.TEXT_HTML_TYPE) || type.isCompatible(MediaType.TEXT_PLAIN_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.TEXT_HTML_TYPE))
                .isPresent();
    }

    private static String text(All all) {
        return all.reports().stream().map(ReportText::of).collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }

    @GET
    @Operation(hidden = true)
    @Path("databases/{name}")
    public CompletionStage<Response> database(
            @PathParam("name") String name,
            @QueryParam("immich") @DefaultValue("") String immich,
            @QueryParam("platform") @DefaultValue("") String platform,
            @Context Request request) {
        String edition = latest.edition();
        if (!latest.watches(name)) {
            throw new Missing(NONE);
        }
        return database(edition, name, "..", immich, platform, request);
    }

    @GET
    @Operation(hidden = true)
    @Path("checks")
    public CompletionStage<Response> catalogue(
            @QueryParam("name") @DefaultValue("") String name, @Context Request request) {
        return responses.ofProgram(
                request,
                key("checks", name),
                HTML,
                ofText(() -> Templates.checks(
                                frameOfProgram("Checks", "."), CheckGroup.of(name), ReportText.visible(name))
                        .render()));
    }

    @GET
    @Operation(hidden = true)
    @Path("api")
    public CompletionStage<Response> api(@Context Request request) {
        return responses.ofProgram(
                request,
                "api",
                HTML,
                ofText(() -> Templates.api(frameOfProgram("API", "."), Address.all(listeners.metricsAreHere()))
                        .render()));
    }

    @GET
    @Operation(hidden = true)
    @Path("checks/{id}")
    public CompletionStage<Response> check(@PathParam("id") String id, @Context Request request) {
        Check check = Check.withId(id).orElseThrow(() -> new Missing("There is no check of this name."));
        String edition = latest.edition();
        return responses.of(request, edition, key("check", id), HTML, ofText(() -> {
            All all = latest.now();
            List<Affected> affected = Affected.of(check, all);
            return Templates.check(
                            frame(check.id(), "..", all, any -> true),
                            check,
                            new RawString(checks.html(check)),
                            affected.stream().limit(MOST_AFFECTED).toList(),
                            Math.max(0, affected.size() - MOST_AFFECTED))
                    .render();
        }));
    }

    private CompletionStage<Response> database(
            String edition, String name, String top, String immich, String platform, Request request) {
        return responses.of(request, edition, key("database", name, top, immich, platform), HTML, ofText(() -> {
            All all = latest.now();
            if (!all.databases().containsKey(name)) {
                throw new Missing(NONE); // It has left since it was asked for.
            }
            DatabasePage page = DatabasePage.of(all, name, immich, platform);
            return Templates.database(frame(page.now().headline() + " · " + page.name(), top, all, name::equals), page)
                    .render();
        }));
    }

    private static String key(String... parts) {
        return String.join("\n", parts);
    }

    /** @param about the databases that the page is about */
    private Frame frame(String title, String top, All all, Predicate<String> about) {
        return new Frame(
                title,
                top,
                all.edition(),
                assets,
                listeners.metricsAreHere(),
                NoticesView.of(all.notices(), all.at(), about),
                all.refusal().map(RejectedConfiguration::problems).orElse(List.of()).stream()
                        .map(ReportText::visible)
                        .toList());
    }

    /** Of a page that is the same as long as the program is. */
    private Frame frameOfProgram(String title, String top) {
        return new Frame(title, top, "", assets, listeners.metricsAreHere(), NoticesView.NOTHING, List.of());
    }
}
