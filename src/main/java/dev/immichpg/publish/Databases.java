package dev.immichpg.publish;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import dev.immichpg.document.Json;
import dev.immichpg.document.ReportJson;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.NotFoundResponses.Missing;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The last reports as JSON. Nothing here changes anything. */
@Path("/api/databases")
@Produces(MediaType.APPLICATION_JSON)
public class Databases {

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

    record ErrorJson(String error) {}

    @GET
    @Operation(summary = "The last report of each database that has been examined")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ReportJson.class)))
    public CompletionStage<Response> all(@Context Request request) {
        All all = latest.now();
        return editions.of(
                request,
                all.edition(),
                "reports",
                MediaType.APPLICATION_JSON,
                (type, edition) -> Rendered.of(type, edition, out -> ReportJson.write(all.reports(), out)));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "The last report of one database")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReportJson.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no database of this name",
            content = @Content(schema = @Schema(implementation = ErrorJson.class)))
    @APIResponse(
            responseCode = "503",
            description = "It has not been examined yet",
            content = @Content(schema = @Schema(implementation = ErrorJson.class)))
    public CompletionStage<Response> one(@PathParam("name") String name, @Context Request request) {
        All all = latest.now();
        return database(all, name)
                .report()
                .map(report -> editions.of(
                        request,
                        all.edition(),
                        "report\n" + name,
                        MediaType.APPLICATION_JSON,
                        (type, edition) -> Rendered.of(type, edition, out -> ReportJson.write(report, out))))
                .orElseGet(Databases::notExamined);
    }

    @GET
    @Path("{name}/verdict")
    @Operation(summary = "For uptime checkers: 200 if the database is well, 503 if not")
    @APIResponse(
            responseCode = "200",
            description = "Nothing critical, and a start of Immich is not blocked",
            content = @Content(schema = @Schema(implementation = VerdictJson.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no database of this name",
            content = @Content(schema = @Schema(implementation = ErrorJson.class)))
    @APIResponse(
            responseCode = "503",
            description = "Something critical, a blocked start, or a database that could not be read",
            content = @Content(schema = @Schema(implementation = VerdictJson.class)))
    public CompletionStage<Response> verdict(@PathParam("name") String name) {
        return database(latest.now(), name)
                .report()
                .map(report ->
                        fleeting(report.isWell() ? Status.OK : Status.SERVICE_UNAVAILABLE, VerdictJson.of(report)))
                .orElseGet(Databases::notExamined);
    }

    private static LatestOfDatabase database(All all, String name) {
        LatestOfDatabase database = all.databases().get(name);
        if (database == null) {
            throw new Missing("There is no database of this name.");
        }
        return database;
    }

    private static CompletionStage<Response> notExamined() {
        return fleeting(Status.SERVICE_UNAVAILABLE, new ErrorJson("This database has not been examined yet."));
    }

    private static CompletionStage<Response> fleeting(Status status, Object json) {
        return ConditionalResponses.fleeting(status.getStatusCode(), MediaType.APPLICATION_JSON, Json.text(json));
    }
}
