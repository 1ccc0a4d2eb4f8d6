package dev.immichpg.publish;

import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;

/**
 * {@code /metrics}, instead of Quarkus' handler. That one has the whole answer in memory five times, which for a thousand databases is
 * more than the image's heap. And it refuses clients that ask for {@code application/openmetrics-text} without a version and a
 * charset.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // see Metrics
class MetricsEndpoint {

    static final String PATH = "/metrics";

    /** The maximum age of values that are not the agent's own, such as the size of the heap. */
    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final HeaderMemory<String> FORMATS = new HeaderMemory<>(MetricsEndpoint::format);

    private final LatestReports reports;
    private final Metrics metrics;
    /** A separate queue from that of the pages, so that many readers cannot delay Prometheus. */
    private final ResponseQueue queue = new ResponseQueue("metrics", NEW_NANOS);

    MetricsEndpoint(LatestReports reports, Metrics metrics) {
        this.reports = reports;
        this.metrics = metrics;
    }

    void serve(@Observes Router all) {
        all.route(PATH).order(AgentRoutes.ORDER).handler(this::scrape);
    }

    private void scrape(RoutingContext request) {
        String format = format(request.request());
        // Read it before the text is made: a report that comes in during that time makes another edition.
        String edition = reports.edition();
        ConditionalResponses.whenMade(
                request,
                queue.answer(format, edition, () -> Rendered.of(format, edition, out -> metrics.write(format, out))),
                text -> {
                    request.response().putHeader(HttpHeaders.CONTENT_TYPE, text.type());
                    Delivery.vary(request.response(), HttpHeaders.ACCEPT);
                    Delivery.of(text, request.request());
                });
    }

    private static String format(HttpServerRequest request) {
        return FORMATS.of(request.getHeader(HttpHeaders.ACCEPT));
    }

    /**
     * OpenMetrics for whoever names it and likes nothing better that we have (Prometheus' own header); text for everybody else,
     * for a browser and for who takes anything.
     *
     * @param accept the header, with q-values; null: none
     */
    static String format(String accept) {
        Weights weights = Weights.parse(accept);
        double openMetrics = weights.of("application/openmetrics-text");
        double text = Math.max(weights.ofType("text/plain"), weights.of("text/html"));
        return openMetrics > 0 && openMetrics >= text
                ? TextFormat.CONTENT_TYPE_OPENMETRICS_100
                : TextFormat.CONTENT_TYPE_004;
    }
}
