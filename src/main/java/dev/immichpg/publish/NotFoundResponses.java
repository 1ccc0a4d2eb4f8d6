package dev.immichpg.publish;

import dev.immichpg.document.Json;
import dev.immichpg.publish.Databases.ErrorJson;
import dev.immichpg.publish.Pages.Frame;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The answers for addresses that do not exist: a page for browsers, a document for programs. */
class NotFoundResponses {

    static final String TEXT = "text/plain; charset=utf-8";

    private final Assets assets;
    private final HttpListeners listeners;

    NotFoundResponses(Assets assets, HttpListeners listeners) {
        this.assets = assets;
        this.listeners = listeners;
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException fault, UriInfo address) {
        String path = address.getPath();
        String sentence = fault instanceof Missing ? fault.getMessage() : "There is nothing at this address.";
        Response.ResponseBuilder response = Response.status(Status.NOT_FOUND).header("Cache-Control", "no-store");
        if (path.startsWith("/api/")) {
            return response.type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(rendered(MediaType.APPLICATION_JSON, Json.text(new ErrorJson(sentence))))
                    .build();
        }
        long depth = path.chars().filter(c -> c == '/').count();
        String top = depth <= 1 ? "." : "..".concat("/..".repeat((int) depth - 2));
        return response.type(Pages.HTML)
                .entity(rendered(
                        Pages.HTML,
                        Pages.Templates.fault(
                                        new Frame(
                                                "Not found",
                                                top,
                                                "",
                                                assets,
                                                listeners.metricsAreHere(),
                                                NoticesView.NOTHING,
                                                List.of()),
                                        sentence)
                                .render()))
                .build();
    }

    private static Rendered rendered(String type, String text) {
        return Rendered.of(type, "", text);
    }

    /** One of ours, whose message is for whoever asked. */
    static final class Missing extends NotFoundException {
        private static final long serialVersionUID = 1;

        Missing(String sentence) {
            super(sentence);
        }
    }
}
