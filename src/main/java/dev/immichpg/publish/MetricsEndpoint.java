package dev.immichpg.publish;

import dev.immichpg.publish.ResponseQueue.Busy;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * {@code /metrics}, in place of the handler of Quarkus, which has the whole answer in memory five times over: of a thousand
 * databases that is more than the image's heap. And that handler refuses whoever asks for
 * {@code application/openmetrics-text} without naming version and charset.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // see Metrics
class MetricsEndpoint {

    static final String PATH = "/metrics";
    private static final int BEFORE_QUARKUS = -1;

    /** What is not ours in a scrape, such as the heap's size, is no older than that. */
    private static final long NEW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LatestReports reports;
    private final PrometheusMeterRegistry registry;
    /** Not that of the pages: a crowd of readers keeps no Prometheus waiting. */
    private final ResponseQueue queue = new ResponseQueue("metrics", NEW_NANOS);

    MetricsEndpoint(LatestReports reports, PrometheusMeterRegistry registry) {
        this.reports = reports;
        this.registry = registry;
    }

    void serve(@Observes Router all) {
        all.route(PATH).order(BEFORE_QUARKUS).handler(this::scrape);
    }

    private void scrape(RoutingContext request) {
        String format = format(request.request());
        Context own = Vertx.currentContext();
        // Before the text is made: what comes in meanwhile makes it another edition.
        String edition = reports.edition();
        queue.answer(format, edition, () -> Rendered.of(format, edition, out -> write(format, out)))
                .whenComplete((text, fault) -> {
                    if (Vertx.currentContext() == own) {
                        answer(request, text, fault); // It was made before.
                    } else {
                        own.runOnContext(made -> answer(request, text, fault));
                    }
                });
    }

    private static void answer(RoutingContext request, Rendered text, Throwable fault) {
        if (text != null) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, text.type());
            Delivery.vary(request.response(), HttpHeaders.ACCEPT);
            Delivery.of(text, request.request());
        } else if (fault instanceof Busy) {
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end(Busy.SENTENCE + "\n");
        } else {
            request.fail(fault);
        }
    }

    /** As the handler of Quarkus chooses: OpenMetrics for whom it is not said that plain text will do. */
    private static String format(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null || accept.contains("text/plain") || accept.contains("text/html")
                ? TextFormat.CONTENT_TYPE_004
                : TextFormat.CONTENT_TYPE_OPENMETRICS_100;
    }

    private void write(String format, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        registry.scrape(text, format);
        text.flush();
    }
}
