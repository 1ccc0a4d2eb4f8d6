package dev.immichpg.publish;

import dev.immichpg.publish.Pages.Frame;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is not there: a page for people, a document for programs. */
class Faults {

    private final Assets assets;

    Faults(Assets assets) {
        this.assets = assets;
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException fault, UriInfo address) {
        String path = address.getPath();
        String sentence = fault instanceof Missing ? fault.getMessage() : "There is nothing at this address.";
        Response.ResponseBuilder response = Response.status(Status.NOT_FOUND).header("Cache-Control", "no-store");
        if (path.startsWith("/api/")) {
            return response.type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Map.of("error", sentence))
                    .build();
        }
        long depth = path.chars().filter(c -> c == '/').count();
        String top = depth <= 1 ? "." : "..".concat("/..".repeat((int) depth - 2));
        return response.type(Pages.HTML)
                .entity(Pages.Templates.fault(new Frame("Not found", top, "", assets, List.of()), sentence)
                        .render())
                .build();
    }

    /** One of ours, whose message is for whoever asked. */
    static final class Missing extends NotFoundException {
        private static final long serialVersionUID = 1;

        Missing(String sentence) {
            super(sentence);
        }
    }
}
