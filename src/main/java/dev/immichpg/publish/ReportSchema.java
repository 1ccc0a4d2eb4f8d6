package dev.immichpg.publish;

import dev.immichpg.document.ReportJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Serves the JSON Schema of /api/databases, in the version that this agent writes. */
@Path("/api/report.schema.json")
public class ReportSchema {

    private static final String TYPE = "application/schema+json";

    private final ConditionalResponses editions;

    ReportSchema(ConditionalResponses editions) {
        this.editions = editions;
    }

    @GET
    @Produces(TYPE)
    @Operation(summary = "The JSON Schema of a report")
    @APIResponse(responseCode = "200")
    public CompletionStage<Response> schema(@Context Request request) {
        return editions.ofProgram(
                request, "schema", TYPE, (type, edition) -> Rendered.of(type, edition, ReportSchema::write));
    }

    private static void write(OutputStream out) throws IOException {
        try (InputStream schema = ReportJson.class.getResourceAsStream(ReportJson.SCHEMA)) {
            schema.transferTo(out);
        }
    }
}
