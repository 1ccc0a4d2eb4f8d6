package dev.immichpg.publish;

import dev.immichpg.publish.ResponseQueue.Busy;
import io.quarkus.runtime.Startup;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
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
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

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
    void send(RoutingContext request, String edition, String key, String type, Body body) {
        if (has(request.request().getHeader(HttpHeaders.IF_NONE_MATCH), edition)) {
            tell(request.response(), edition).setStatusCode(304).end();
            return;
        }
        whenMade(request, queue.answer(key, edition, () -> body.rendered(type, edition)), rendered -> {
            tell(request.response(), rendered.edition()).putHeader(HttpHeaders.CONTENT_TYPE, rendered.type());
            Delivery.of(rendered, request.request());
        });
    }

    /** For an answer that never changes while the program runs. */
    void sendOfProgram(RoutingContext request, String key, String type, Body body) {
        send(request, program, key, type, body);
    }

    /** For a small answer that nobody is allowed to cache; it is made at once. */
    static void sendFleeting(RoutingContext request, int status, String type, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Delivery.of(Rendered.of(type, "", text), request.request());
    }

    /**
     * Goes on in the context of the request: at once, if the answer was made before. If too many others wait, or if it cannot be
     * made, the client is told so instead.
     */
    static void whenMade(RoutingContext request, CompletionStage<Rendered> answer, Consumer<Rendered> next) {
        Context own = Vertx.currentContext();
        answer.whenComplete((rendered, fault) -> {
            if (Vertx.currentContext() == own) {
                goOn(request, rendered, fault, next);
            } else {
                own.runOnContext(made -> goOn(request, rendered, fault, next));
            }
        });
    }

    private static void goOn(RoutingContext request, Rendered rendered, Throwable fault, Consumer<Rendered> next) {
        if (rendered != null) {
            next.accept(rendered);
        } else if (fault instanceof Busy) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            sendFleeting(request, 503, NotFoundResponses.TEXT, Busy.SENTENCE + "\n");
        } else {
            request.fail(fault);
        }
    }

    /** How a body is made, on the thread of the queue. */
    @FunctionalInterface
    interface Body {
        Rendered rendered(String type, String edition);

        static Body ofText(Supplier<String> text) {
            return (type, edition) -> Rendered.of(type, edition, text.get());
        }
    }

    /** @param known the editions that the client has, as {@code If-None-Match} names them; null: none. {@code *} is any. */
    private static boolean has(String known, String edition) {
        return known != null
                && (known.strip().equals("*")
                        || TAG.matcher(known)
                                .results()
                                .anyMatch(tag -> tag.group(1).equals('"' + edition + '"')));
    }

    private static HttpServerResponse tell(HttpServerResponse response, String edition) {
        return response.putHeader(HttpHeaders.ETAG, "W/\"" + edition + '"')
                .putHeader(HttpHeaders.CACHE_CONTROL, ASK_AGAIN)
                .putHeader(HttpHeaders.VARY, DEPENDS_ON);
    }
}
