package dev.immichpg.publish;

import dev.immichpg.publish.ResponseQueue.Busy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers that name the edition they are of: whoever has it already hears "not modified", and nothing is made for him. Who
 * has not gets what was made for the first who asked. The tag is weak, since a page also says how long ago things were.
 */
@Singleton
class ConditionalResponses {

    private static final String ASK_AGAIN = "no-cache";
    private static final String DEPENDS_ON = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    /** A page says how long ago things were; it is true enough for so long. */
    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String program;
    private final ResponseQueue queue = new ResponseQueue("pages", NEW_NANOS);

    ConditionalResponses(@ConfigProperty(name = "quarkus.application.version") String program) {
        this.program = program;
    }

    /**
     * Of what follows from the last reports.
     *
     * @param edition of the reports
     * @param key what is asked for
     */
    CompletionStage<Response> of(Request request, String edition, String key, String type, Body body) {
        EntityTag tag = new EntityTag(edition, true);
        ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        if (unchanged != null) {
            return CompletableFuture.completedFuture(told(unchanged, edition).build());
        }
        return queue.answer(key, edition, () -> body.rendered(type, edition))
                .thenApply(rendered -> told(Response.ok(rendered, rendered.type()), rendered.edition())
                        .build())
                .exceptionally(ConditionalResponses::busy);
    }

    /** Who comes when too many others wait. */
    private static Response busy(Throwable fault) {
        if (!((fault instanceof CompletionException wrapped ? wrapped.getCause() : fault) instanceof Busy)) {
            throw fault instanceof CompletionException wrapped ? wrapped : new CompletionException(fault);
        }
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .type(NotFoundResponses.TEXT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.RETRY_AFTER, "1")
                .entity(Rendered.of(NotFoundResponses.TEXT, "", Busy.SENTENCE + "\n"))
                .build();
    }

    /** Of what is the same as long as the program is. */
    CompletionStage<Response> ofProgram(Request request, String key, String type, Body body) {
        return of(request, program, key, type, body);
    }

    /** Of what nobody may keep; small, and made at once. */
    static CompletionStage<Response> fleeting(int status, String type, String text) {
        return CompletableFuture.completedFuture(Response.status(status)
                .type(type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Rendered.of(type, "", text))
                .build());
    }

    /** How a body is made, on the lane's thread. */
    @FunctionalInterface
    interface Body {
        Rendered rendered(String type, String edition);

        static Body ofText(Supplier<String> text) {
            return (type, edition) -> Rendered.of(type, edition, text.get());
        }
    }

    private static ResponseBuilder told(ResponseBuilder response, String edition) {
        return response.tag(new EntityTag(edition, true))
                .header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .header(HttpHeaders.VARY, DEPENDS_ON);
    }
}
