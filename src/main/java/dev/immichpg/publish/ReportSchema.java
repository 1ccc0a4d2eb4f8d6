package dev.immichpg.publish;

import dev.immichpg.document.ReportJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the JSON of /api/databases looks like, as this very agent writes it. */
@Path("/api/report.schema.json")
public class ReportSchema {

    private final Editions editions;

    ReportSchema(Editions editions) {
        this.editions = editions;
    }

    @GET
    @Produces("application/schema+json")
    @Operation(summary = "The JSON Schema of a report")
    @APIResponse(responseCode = "200")
    public Response schema(@Context Request request) {
        return editions.ofProgram(request, () -> ReportJson.class.getResourceAsStream(ReportJson.SCHEMA));
    }
}
