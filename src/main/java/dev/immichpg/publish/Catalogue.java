package dev.immichpg.publish;

import static dev.immichpg.publish.ConditionalResponses.Body.ofText;

import dev.immichpg.check.Check;
import dev.immichpg.document.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The checks as JSON. */
@Path("/api/checks")
@Produces(MediaType.APPLICATION_JSON)
public class Catalogue {

    private final ConditionalResponses editions;

    Catalogue(ConditionalResponses editions) {
        this.editions = editions;
    }

    /**
     * @param severity the check's own, whatever the operator configured
     * @param problem what is wrong when it fires
     * @param claim what is true when all is well
     * @param page where it is explained
     */
    record Entry(String check, String severity, String problem, String claim, String page) {}

    @GET
    @Operation(summary = "All checks")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Entry.class)))
    public CompletionStage<Response> all(@Context Request request) {
        return editions.ofProgram(
                request,
                "catalogue",
                MediaType.APPLICATION_JSON,
                ofText(() -> Json.text(Arrays.stream(Check.values())
                        .map(check -> new Entry(
                                check.id(),
                                check.severity().label(),
                                check.problem(),
                                check.claim(),
                                "/checks/" + check.id()))
                        .toList())));
    }
}
