package dev.immichpg.publish;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import dev.immichpg.document.Json;
import dev.immichpg.document.ReportJson;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.NotFoundResponses.ErrorJson;
import dev.immichpg.publish.NotFoundResponses.Missing;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The last reports as JSON. Nothing here changes anything. */
@Singleton
class Databases {

    private final LatestReports latest;
    private final ConditionalResponses editions;

    Databases(LatestReports latest, ConditionalResponses editions) {
        this.latest = latest;
        this.editions = editions;
    }

    /**
     * @param well whether nothing speaks against a restart of Immich
     * @param sentence why, in one sentence: of what is critical where something is, else of the forecast
     * @param critical how many checks have found something critical
     * @param warning how many have found what is worth a warning
     * @param info how many have found what is good to know
     * @param unknown how many could not look
     * @param problems what was found, the worst first; at most {@value #MOST_PROBLEMS}
     */
    record VerdictJson(
            boolean well,
            String sentence,
            long critical,
            long warning,
            long info,
            int unknown,
            List<ProblemJson> problems) {

        static VerdictJson of(Report report) {
            List<Diagnosis> found = report.readable() ? report.now().problems() : List.of();
            return new VerdictJson(
                    report.isWell(),
                    ReportText.visible(VerdictReason.of(report)),
                    count(found, Severity.CRITICAL),
                    count(found, Severity.WARNING),
                    count(found, Severity.INFO),
                    report.now().unknowns().size(),
                    found.stream()
                            .flatMap(d -> d.verdict().findings().stream()
                                    .map(f -> new ProblemJson(
                                            d.severity().label(),
                                            d.check().id(),
                                            ReportText.visible(f.subject()),
                                            ReportText.visible(f.observed()))))
                            .limit(MOST_PROBLEMS)
                            .toList());
        }

        private static long count(List<Diagnosis> found, Severity severity) {
            return found.stream().filter(d -> d.severity() == severity).count();
        }
    }

    /** @param sentence what was seen */
    record ProblemJson(String severity, String check, String subject, String sentence) {}

    private static final int MOST_PROBLEMS = 20;

    void serve(@Observes Router all) {
        all.route("/api/databases").order(AgentRoutes.ORDER).handler(this::all);
        all.route("/api/databases/:name").order(AgentRoutes.ORDER).handler(this::one);
        all.route("/api/databases/:name/verdict").order(AgentRoutes.ORDER).handler(this::verdict);
    }

    /** The last report of each database that has been examined. */
    private void all(RoutingContext request) {
        All all = latest.now();
        editions.send(
                request,
                all.edition(),
                "reports",
                AgentRoutes.JSON,
                (type, edition) -> Rendered.of(type, edition, out -> ReportJson.write(all.reports(), out)));
    }

    private void one(RoutingContext request) {
        All all = latest.now();
        String name = request.pathParam("name");
        report(all, name)
                .ifPresentOrElse(
                        report -> editions.send(
                                request,
                                all.edition(),
                                "report\n" + name,
                                AgentRoutes.JSON,
                                (type, edition) -> Rendered.of(type, edition, out -> ReportJson.write(report, out))),
                        () -> notExamined(request));
    }

    /** For uptime checkers. */
    private void verdict(RoutingContext request) {
        report(latest.now(), request.pathParam("name"))
                .ifPresentOrElse(
                        report -> sendFleeting(request, report.isWell() ? 200 : 503, VerdictJson.of(report)),
                        () -> notExamined(request));
    }

    /** @return empty: it has not been examined yet */
    private static Optional<Report> report(All all, String name) {
        LatestOfDatabase database = all.databases().get(name);
        if (database == null) {
            throw new Missing("There is no database of this name.");
        }
        return database.report();
    }

    private static void notExamined(RoutingContext request) {
        sendFleeting(request, 503, new ErrorJson("This database has not been examined yet."));
    }

    private static void sendFleeting(RoutingContext request, int status, Object json) {
        ConditionalResponses.sendFleeting(request, status, AgentRoutes.JSON, Json.text(json));
    }
}
