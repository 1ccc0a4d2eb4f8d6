package dev.immichpg.publish;

import static dev.immichpg.publish.AgentRoutes.HTML;
import static dev.immichpg.publish.AgentRoutes.parameter;
import static dev.immichpg.publish.ConditionalResponses.Body.ofText;

import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.NotFoundResponses.Missing;
import dev.immichpg.publish.PageFrames.Frame;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HTML pages. Every page depends only on the last reports and on its address, and changes nothing. */
@Singleton
class Pages {

    private static final String NONE = "There is no database of this name.";
    private static final int MOST_AFFECTED = 50;

    private final LatestReports latest;
    private final ConditionalResponses responses;
    private final CheckPages checks;
    private final PageFrames frames;
    private final HttpListeners listeners;

    Pages(
            LatestReports latest,
            ConditionalResponses responses,
            CheckPages checks,
            PageFrames frames,
            HttpListeners listeners) {
        this.latest = latest;
        this.responses = responses;
        this.checks = checks;
        this.frames = frames;
        this.listeners = listeners;
    }

    void serve(@Observes Router all) {
        all.route("/").order(AgentRoutes.ORDER).handler(this::top);
        all.route("/databases/:name").order(AgentRoutes.ORDER).handler(this::database);
        all.route("/checks").order(AgentRoutes.ORDER).handler(this::catalogue);
        all.route("/checks/:id").order(AgentRoutes.ORDER).handler(this::check);
        all.route("/api").order(AgentRoutes.ORDER).handler(this::api);
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
                    new Address("/api/openapi", "all of these, as OpenAPI"));
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

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance database(Frame frame, DatabasePage page);

        static native TemplateInstance overview(Frame frame, OverviewPage page);

        static native TemplateInstance checks(Frame frame, List<CheckGroup> groups, String name);

        static native TemplateInstance check(
                Frame frame, Check check, RawString html, List<Affected> affected, int more);

        static native TemplateInstance api(Frame frame, List<Address> addresses);
    }

    /** The page of the only database, or all of them; as text for a terminal that asks for it. */
    private void top(RoutingContext request) {
        // Before anything is made: what comes in meanwhile makes it another edition.
        String edition = latest.edition();
        if (wantsText(request.request().getHeader(HttpHeaders.ACCEPT))) {
            responses.send(request, edition, "text", NotFoundResponses.TEXT, ofText(() -> text(latest.now())));
            return;
        }
        Optional<String> only = latest.onlyDatabase();
        if (only.isPresent()) {
            database(request, edition, only.get(), ".");
            return;
        }
        String name = parameter(request, "name");
        String state = parameter(request, "state");
        responses.send(request, edition, key("overview", name, state), HTML, ofText(() -> {
            All all = latest.now();
            return Templates.overview(
                            frames.of("All databases", ".", all, any -> true), OverviewPage.of(all, name, state))
                    .render();
        }));
    }

    /** Whether plain text is liked better than a page. Who takes anything, as curl does, gets what a browser gets. */
    private static boolean wantsText(String accept) {
        Weights weights = Weights.parse(accept);
        double text = weights.ofType("text/plain");
        double page = weights.ofType("text/html");
        return text > page || text > 0 && text == page && weights.names("text/plain") && !weights.names("text/html");
    }

    private static String text(All all) {
        return all.reports().stream().map(ReportText::of).collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }

    private void database(RoutingContext request) {
        String name = request.pathParam("name");
        String edition = latest.edition();
        if (!latest.watches(name)) {
            throw new Missing(NONE);
        }
        database(request, edition, name, "..");
    }

    private void database(RoutingContext request, String edition, String name, String top) {
        String immich = parameter(request, "immich");
        String platform = parameter(request, "platform");
        responses.send(request, edition, key("database", name, top, immich, platform), HTML, ofText(() -> {
            All all = latest.now();
            if (!all.databases().containsKey(name)) {
                throw new Missing(NONE); // It has left since it was asked for.
            }
            DatabasePage page = DatabasePage.of(all, name, immich, platform);
            return Templates.database(
                            frames.of(page.now().headline() + " · " + page.name(), top, all, name::equals), page)
                    .render();
        }));
    }

    private void catalogue(RoutingContext request) {
        String name = parameter(request, "name");
        responses.sendOfProgram(
                request,
                key("checks", name),
                HTML,
                ofText(() -> Templates.checks(
                                frames.ofProgram("Checks", "."), CheckGroup.of(name), ReportText.visible(name))
                        .render()));
    }

    private void check(RoutingContext request) {
        String id = request.pathParam("id");
        Check check = Check.withId(id).orElseThrow(() -> new Missing("There is no check of this name."));
        responses.send(request, latest.edition(), key("check", id), HTML, ofText(() -> {
            All all = latest.now();
            List<Affected> affected = Affected.of(check, all);
            return Templates.check(
                            frames.of(check.id(), "..", all, any -> true),
                            check,
                            new RawString(checks.html(check)),
                            affected.stream().limit(MOST_AFFECTED).toList(),
                            Math.max(0, affected.size() - MOST_AFFECTED))
                    .render();
        }));
    }

    private void api(RoutingContext request) {
        responses.sendOfProgram(
                request,
                "api",
                HTML,
                ofText(() -> Templates.api(frames.ofProgram("API", "."), Address.all(listeners.metricsAreHere()))
                        .render()));
    }

    private static String key(String... parts) {
        return String.join("\n", parts);
    }
}
