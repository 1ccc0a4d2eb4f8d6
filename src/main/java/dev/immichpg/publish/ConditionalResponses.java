package dev.immichpg.publish;

import dev.immichpg.publish.ResponseQueue.Busy;
import io.quarkus.runtime.Startup;
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
 * Answers with an ETag. A client that has the current edition gets "not modified", and no answer is made for it. All others get the
 * answer that was made for the first one. The tag is weak, because a page also says how long ago things were.
 */
@Startup
@Singleton
class ConditionalResponses {

    private static final String ASK_AGAIN = "no-cache";
    private static final String DEPENDS_ON = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING;

    /** For how long a page counts as current: it says how long ago things were, which is then still true enough. */
    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String program;
    private final ResponseQueue queue = new ResponseQueue("pages", NEW_NANOS);

    ConditionalResponses(@ConfigProperty(name = "quarkus.application.version") String program) {
        this.program = program;
    }

    /**
     * For an answer that is made from the last reports.
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

    /** The answer if too many others wait. */
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

    /** For an answer that never changes while the program runs. */
    CompletionStage<Response> ofProgram(Request request, String key, String type, Body body) {
        return of(request, program, key, type, body);
    }

    /** For a small answer that nobody is allowed to cache; it is made at once. */
    static CompletionStage<Response> fleeting(int status, String type, String text) {
        return CompletableFuture.completedFuture(Response.status(status)
                .type(type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Rendered.of(type, "", text))
                .build());
    }

    /** How a body is made, on the thread of the queue. */
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
