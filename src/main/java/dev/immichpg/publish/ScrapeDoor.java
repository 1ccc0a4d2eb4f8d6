package dev.immichpg.publish;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /metrics}, in place of the handler of Quarkus, which has the whole answer in memory five times over: of a thousand
 * databases that is more than the image's heap. Here it is made in pieces, and a piece is sent when the one before has left.
 * And that handler refuses whoever asks for {@code application/openmetrics-text} without naming version and charset.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // see Metrics
class ScrapeDoor {

    private static final String PATH = "/metrics";
    private static final int BEFORE_QUARKUS = -1;
    private static final int PIECE = 64 * 1024;

    /** What is not ours in a scrape, such as the heap's size, is no older than that. */
    private static final long FRESH_NANOS = 1_000_000_000;

    private final Vertx vertx;
    private final Latest latest;
    private final PrometheusMeterRegistry registry;
    /** By format: the text of few databases. */
    private final Map<String, Made> last = new ConcurrentHashMap<>();

    /**
     * A text that can be given out again.
     *
     * @param edition of our series, which it holds
     * @param at by a stopwatch, in nanoseconds
     */
    private record Made(String edition, long at, Buffer text) {}

    ScrapeDoor(Vertx vertx, Latest latest, PrometheusMeterRegistry registry) {
        this.vertx = vertx;
        this.latest = latest;
        this.registry = registry;
    }

    void serve(@Observes Router all) {
        all.route(PATH)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(BEFORE_QUARKUS)
                .handler(this::scrape);
    }

    private void scrape(RoutingContext request) {
        String format = format(request.request());
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, format);
        if (latest.databases() <= Metrics.FEW) {
            request.response().end(few(format));
            return;
        }
        vertx.executeBlocking(() -> written(format), false)
                .onSuccess(pieces -> send(request.response(), pieces))
                .onFailure(request::fail);
    }

    /** Made once for all who ask within a second and while nothing of ours has changed. */
    private Buffer few(String format) {
        // Before the text is made: what comes in meanwhile makes it another edition.
        String edition = latest.now().edition();
        long now = System.nanoTime();
        Made made = last.get(format);
        if (made == null || !made.edition().equals(edition) || now - made.at() > FRESH_NANOS) {
            made = new Made(edition, now, Buffer.buffer(registry.scrape(format)));
            last.put(format, made);
        }
        return made.text().copy();
    }

    /** As the handler of Quarkus chooses: OpenMetrics for whom it is not said that plain text will do. */
    private static String format(HttpServerRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null || accept.contains("text/plain") || accept.contains("text/html")
                ? TextFormat.CONTENT_TYPE_004
                : TextFormat.CONTENT_TYPE_OPENMETRICS_100;
    }

    private Queue<Buffer> written(String format) {
        Pieces pieces = new Pieces();
        try (Writer text = new OutputStreamWriter(pieces, StandardCharsets.UTF_8)) {
            registry.scrape(text, format);
        } catch (IOException e) {
            throw new IllegalStateException(e); // Nothing here is a file or a wire.
        }
        return pieces.all();
    }

    private static void send(HttpServerResponse response, Queue<Buffer> pieces) {
        response.setChunked(true);
        response.drainHandler(drained -> go(response, pieces));
        go(response, pieces);
    }

    private static void go(HttpServerResponse response, Queue<Buffer> pieces) {
        while (!pieces.isEmpty() && !response.closed()) {
            if (response.writeQueueFull()) {
                return; // until it has drained
            }
            response.write(pieces.remove());
        }
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    /** What is written, without ever being copied into something larger. */
    private static final class Pieces extends OutputStream {
        private final Queue<Buffer> full = new ArrayDeque<>();
        private Buffer piece = Buffer.buffer(PIECE);

        @Override
        public void write(int one) {
            piece.appendByte((byte) one);
            turn();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            piece.appendBytes(bytes, offset, length);
            turn();
        }

        private void turn() {
            if (piece.length() >= PIECE) {
                full.add(piece);
                piece = Buffer.buffer(PIECE);
            }
        }

        Queue<Buffer> all() {
            if (piece.length() > 0 || full.isEmpty()) {
                full.add(piece);
            }
            return full;
        }
    }
}
