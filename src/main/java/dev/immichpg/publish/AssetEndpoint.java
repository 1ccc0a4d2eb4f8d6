package dev.immichpg.publish;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Serves the files that the pages load, from memory. */
@ApplicationScoped
class AssetEndpoint {

    /** The address names the content: what is behind it never changes. */
    private static final String FOR_GOOD = "public, immutable, max-age=31536000";

    private final Assets assets;

    AssetEndpoint(Assets assets) {
        this.assets = assets;
    }

    void serve(@Observes Router all) {
        assets.files()
                .forEach((name, content) -> all.route("/" + name)
                        .order(AgentRoutes.ORDER)
                        .handler(request -> {
                            request.response()
                                    .putHeader(HttpHeaders.CONTENT_TYPE, content.type())
                                    .putHeader(HttpHeaders.CACHE_CONTROL, FOR_GOOD);
                            Delivery.of(content, request.request());
                        }));
    }
}
