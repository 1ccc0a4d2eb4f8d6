package dev.immichpg.publish;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Sends an answer only as fast as its client reads it: the next piece is sent when the previous one has left. So for a client that does
 * not read, only one piece is in memory, not the whole answer.
 */
final class Delivery {

    private static final int PIECE = 16 * 1024;

    private final HttpServerResponse response;
    private final InputStream body;

    private Delivery(HttpServerResponse response, InputStream body) {
        this.response = response;
        this.body = body;
    }

    /** Sends it, with the headers that the response has already. */
    static void of(Rendered rendered, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        vary(response, HttpHeaders.ACCEPT_ENCODING);
        boolean compressed = rendered.isWorthCompressing() && takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        byte[] gzip = compressed ? rendered.compressed() : null;
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(compressed ? gzip.length : rendered.length()));
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        Delivery delivery = new Delivery(response, compressed ? new ByteArrayInputStream(gzip) : rendered.plain());
        response.drainHandler(drained -> delivery.go());
        delivery.go();
    }

    private void go() {
        while (!response.ended() && !response.closed() && !response.writeQueueFull()) {
            byte[] piece = next();
            if (piece.length == PIECE) {
                response.write(Buffer.buffer(piece));
            } else {
                response.end(Buffer.buffer(piece));
            }
        }
    }

    private byte[] next() {
        try {
            byte[] piece = body.readNBytes(PIECE);
            if (piece.length < PIECE) {
                body.close();
            }
            return piece;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // It is in memory.
        }
    }

    /** Adds to what the answer depends on. */
    static void vary(HttpServerResponse response, CharSequence header) {
        String before = response.headers().get(HttpHeaders.VARY);
        if (before == null) {
            response.putHeader(HttpHeaders.VARY, header);
        } else if (Arrays.stream(before.split(","))
                .noneMatch(known -> known.strip().equalsIgnoreCase(header.toString()))) {
            response.putHeader(HttpHeaders.VARY, before + ", " + header);
        }
    }

    /** {@code gzip}, unless it is said that it is not wanted. */
    static boolean takesGzip(String accepted) {
        return accepted != null
                && Arrays.stream(accepted.split(","))
                        .map(coding -> coding.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
                        .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(?!0(\\.0*)?$).*"));
    }
}
