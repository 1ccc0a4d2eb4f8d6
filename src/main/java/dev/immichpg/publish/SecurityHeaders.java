package dev.immichpg.publish;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * The headers that every answer has. The pages load nothing from other sites, run only our own script, and cannot be put into a frame.
 * Quarkus can set them by its configuration, but each by a route of its own, and every request then takes seven more of them.
 */
@ApplicationScoped
class SecurityHeaders {

    /** Before everything else. */
    static final int FIRST = 1_002;

    private record Header(CharSequence name, CharSequence value) {
        /** As the bytes that are sent. */
        static Header of(String name, String value) {
            return new Header(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
        }
    }

    private static final List<Header> HEADERS = List.of(
            Header.of(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                            + " base-uri 'none'; frame-ancestors 'none'"),
            Header.of("X-Content-Type-Options", "nosniff"),
            Header.of("X-Frame-Options", "DENY"),
            Header.of("Referrer-Policy", "no-referrer"),
            Header.of("Cross-Origin-Opener-Policy", "same-origin"),
            Header.of("Cross-Origin-Resource-Policy", "same-origin"),
            Header.of("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));

    void guard(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, FIRST);
    }

    private static void add(RoutingContext request) {
        MultiMap headers = request.response().headers();
        for (Header header : HEADERS) {
            headers.set(header.name(), header.value());
        }
        request.next();
    }
}
