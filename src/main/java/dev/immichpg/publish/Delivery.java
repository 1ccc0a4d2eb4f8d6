package dev.immichpg.publish;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sends an answer only as fast as its client reads it: the next piece is sent when the previous one has left. So for a client that does
 * not read, only one piece is in memory, not the whole answer. What is kept as bytes is sent from there, for all clients.
 */
@SuppressWarnings("deprecation") // Vert.x' other ways to a buffer copy the bytes.
final class Delivery {

    private static final int PIECE = 16 * 1024;

    /** A body up to this size is sent as one: it is not more than Vert.x takes before it calls its queue full. */
    private static final int AT_ONCE = 64 * 1024;

    private final HttpServerResponse response;
    private final Pieces pieces;

    private Delivery(HttpServerResponse response, Pieces pieces) {
        this.response = response;
        this.pieces = pieces;
    }

    /** What is to be sent, piece by piece. */
    private interface Pieces {
        /** If it is shorter than {@link #PIECE}, nothing follows. */
        Buffer next();
    }

    /** Sends it, with the headers that the response has already. */
    static void of(Rendered rendered, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        vary(response, HttpHeaders.ACCEPT_ENCODING);
        ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        if (coding == ContentCoding.NONE) {
            refuse(response);
            return;
        }
        boolean compressed =
                coding == ContentCoding.GZIP || coding == ContentCoding.EITHER && rendered.isWorthCompressing();
        Optional<byte[]> bytes = compressed ? Optional.of(rendered.compressed()) : rendered.kept();
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        long length = bytes.map(b -> (long) b.length).orElse(rendered.length());
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        if (request.method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        if (bytes.isPresent() && bytes.get().length <= AT_ONCE) {
            response.end(Buffer.buffer(Unpooled.wrappedBuffer(bytes.get())));
            return;
        }
        Delivery delivery = new Delivery(response, bytes.map(Delivery::of).orElseGet(() -> of(rendered.plain())));
        response.drainHandler(drained -> delivery.go());
        delivery.go();
    }

    private static void refuse(HttpServerResponse response) {
        response.headers().remove(HttpHeaders.ETAG);
        response.setStatusCode(406)
                .putHeader(HttpHeaders.CONTENT_TYPE, NotFoundResponses.TEXT)
                .end("Answers are sent as they are or with gzip, and Accept-Encoding refuses both.\n");
    }

    private void go() {
        while (!response.ended() && !response.closed() && !response.writeQueueFull()) {
            Buffer piece = pieces.next();
            if (piece.length() == PIECE) {
                response.write(piece);
            } else {
                response.end(piece);
            }
        }
    }

    /** Without copying them. */
    private static Pieces of(byte[] bytes) {
        return new Pieces() {
            private int at;

            @Override
            public Buffer next() {
                int length = Math.min(PIECE, bytes.length - at);
                Buffer piece = Buffer.buffer(Unpooled.wrappedBuffer(bytes, at, length));
                at += length;
                return piece;
            }
        };
    }

    private static Pieces of(InputStream body) {
        return () -> {
            try {
                byte[] piece = body.readNBytes(PIECE);
                if (piece.length < PIECE) {
                    body.close();
                }
                return Buffer.buffer(Unpooled.wrappedBuffer(piece));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // It is in memory.
            }
        };
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
}
