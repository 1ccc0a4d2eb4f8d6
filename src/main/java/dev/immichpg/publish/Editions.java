package dev.immichpg.publish;

import dev.immichpg.publish.Latest.All;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers that name the edition they are of: whoever has it already hears "not modified", and nothing is made for him.
 * The tag is weak, since a page also says how long ago things were.
 */
@Singleton
class Editions {

    private static final String ASK_AGAIN = "no-cache";

    private final String program;

    Editions(@ConfigProperty(name = "quarkus.application.version") String program) {
        this.program = program;
    }

    /** Of what follows from the last reports. */
    Response of(Request request, All all, Supplier<?> entity) {
        return of(request, all.edition(), entity);
    }

    /** Of what is the same as long as the program is. */
    Response ofProgram(Request request, Supplier<?> entity) {
        return of(request, program, entity);
    }

    private static Response of(Request request, String edition, Supplier<?> entity) {
        EntityTag tag = new EntityTag(edition, true);
        ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged != null ? unchanged : Response.ok(entity.get()))
                .tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
