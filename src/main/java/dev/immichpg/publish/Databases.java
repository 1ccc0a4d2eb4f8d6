package dev.immichpg.publish;

import dev.immichpg.document.ReportJson;
import dev.immichpg.publish.Latest.Database;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;

/** The last reports as JSON. Nothing here changes anything. */
@Path("/api/databases")
@Produces(MediaType.APPLICATION_JSON)
public class Databases {

    private final Latest latest;

    Databases(Latest latest) {
        this.latest = latest;
    }

    /** Those databases that have been examined. */
    @GET
    public List<ReportJson> all() {
        return latest.now().reports().stream().map(ReportJson::of).toList();
    }

    @GET
    @Path("{name}")
    public Response one(@PathParam("name") String name) {
        return database(name)
                .report()
                .map(report -> Response.ok(ReportJson.of(report)))
                .orElseGet(Databases::notExamined)
                .build();
    }

    /** For uptime checkers: 200 if the database is well, 503 if not. */
    @GET
    @Path("{name}/verdict")
    public Response verdict(@PathParam("name") String name) {
        return database(name)
                .report()
                .map(report -> Response.status(report.isWell() ? Status.OK : Status.SERVICE_UNAVAILABLE)
                        .entity(Map.of(
                                "well",
                                report.isWell(),
                                "sentence",
                                report.failure().orElseGet(() -> report.now().sentence()))))
                .orElseGet(Databases::notExamined)
                .build();
    }

    private Database database(String name) {
        Database database = latest.now().databases().get(name);
        if (database == null) {
            throw new NotFoundException(Response.status(Status.NOT_FOUND)
                    .entity(Map.of("error", "There is no database of this name."))
                    .build());
        }
        return database;
    }

    private static Response.ResponseBuilder notExamined() {
        return Response.status(Status.SERVICE_UNAVAILABLE)
                .entity(Map.of("error", "This database has not been examined yet."));
    }
}
