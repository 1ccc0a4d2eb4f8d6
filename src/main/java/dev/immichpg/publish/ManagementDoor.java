package dev.immichpg.publish;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A second port for metrics and probes, where the operator wants one; the first then has the pages and the JSON alone.
 * Quarkus' own management interface is chosen when the program is built, and the operator chooses when it starts.
 */
@ApplicationScoped
public class ManagementDoor {

    /** Before everything that Quarkus serves, and after it has set the headers of every answer. */
    private static final int FIRST = 1_000;

    private final Vertx vertx;
    private final String host;
    private final OptionalInt configured;
    private Router router;
    private volatile int port;

    ManagementDoor(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "immich-pg.management-port") OptionalInt configured) {
        this.vertx = vertx;
        this.host = host;
        this.configured = configured;
    }

    void serve(@Observes Router all) {
        router = all;
    }

    void part(@Observes Filters filters) {
        if (configured.isPresent()) {
            filters.register(this::admit, FIRST);
        }
    }

    /**
     * Opens the second port, if one is configured. To be called once.
     *
     * @return the port; empty if none is configured
     * @throws IllegalStateException with a sentence for the operator, if it cannot be opened
     */
    public OptionalInt open() {
        if (configured.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            port = vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(configured.getAsInt()))
                    .requestHandler(this::handle)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .actualPort();
            return OptionalInt.of(port);
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "immich-pg.management-port: port " + configured.getAsInt()
                            + " cannot be opened; another program may have it.",
                    e);
        }
    }

    /** As Quarkus does on its own port: what is kept with the context of one request is not seen by another. */
    private void handle(HttpServerRequest request) {
        Context own = VertxContext.createNewDuplicatedContext();
        VertxContextSafetyToggle.setContextSafe(own, true);
        request.pause();
        own.runOnContext(nothing -> {
            request.resume();
            router.handle(request);
        });
    }

    private void admit(RoutingContext request) {
        boolean second = request.request().localAddress().port() == port;
        if (second == isForMachines(request.normalizedPath())) {
            request.next();
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static boolean isForMachines(String path) {
        return (path + "/").matches("/(metrics|health)/.*");
    }
}
