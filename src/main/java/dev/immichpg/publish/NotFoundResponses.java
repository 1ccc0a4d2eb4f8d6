package dev.immichpg.publish;

import dev.immichpg.document.Json;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The answers for addresses that do not exist: a page for browsers, a document for programs. */
@Singleton
class NotFoundResponses {

    static final String TEXT = "text/plain; charset=utf-8";

    private final PageFrames frames;

    NotFoundResponses(PageFrames frames) {
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "pages")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance fault(PageFrames.Frame frame, String sentence);
    }

    record ErrorJson(String error) {}

    void serve(@Observes Router all) {
        all.route().order(AgentRoutes.ORDER).failureHandler(request -> {
            if (request.failure() instanceof Missing missing) {
                answer(request, missing.getMessage());
            } else {
                request.next();
            }
        });
        all.route().last().handler(request -> answer(request, "There is nothing at this address."));
    }

    private void answer(RoutingContext request, String sentence) {
        String path = request.request().path();
        if (path.startsWith("/api/")) {
            ConditionalResponses.sendFleeting(request, 404, AgentRoutes.JSON, Json.text(new ErrorJson(sentence)));
            return;
        }
        long depth = path.chars().filter(c -> c == '/').count();
        String top = depth <= 1 ? "." : "..".concat("/..".repeat((int) depth - 2));
        ConditionalResponses.sendFleeting(
                request,
                404,
                AgentRoutes.HTML,
                Templates.fault(frames.ofProgram("Not found", top), sentence).render());
    }

    /** Something that an address names is not there. This is not a fault of the program, and can happen often: so it has no stack trace. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** @param sentence for whoever asked */
        Missing(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
