package dev.immichpg.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The body of an answer, made once and given to every client that asks for the same. A small body is kept as it is, and compressed when
 * a client first asks for that. A large body is kept only compressed, which is a twentieth of its size. A client that does not accept
 * compression gets it piece by piece while it is decompressed.
 */
public final class Rendered {

    /** Larger bodies are kept only compressed. */
    static final int SMALL = 128 * 1024;

    /** Smaller bodies are not worth compressing. */
    private static final int WORTH_COMPRESSING = 1024;

    private final String type;
    private final String edition;
    private final byte[] plain;
    private final long length;
    private volatile byte[] compressed;

    private Rendered(String type, String edition, byte[] plain, byte[] compressed, long length) {
        this.type = type;
        this.edition = edition;
        this.plain = plain;
        this.compressed = compressed;
        this.length = length;
    }

    /** What writes a body. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Makes one.
     *
     * @param type its media type
     * @param edition for the ETag; empty: this body will not be asked for again
     */
    static Rendered of(String type, String edition, Body body) {
        Sink sink = new Sink();
        try {
            body.writeTo(sink);
            return sink.rendered(type, edition);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Of what is in memory nothing can fail.
        }
    }

    static Rendered of(String type, String edition, String text) {
        return of(type, edition, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    String type() {
        return type;
    }

    String edition() {
        return edition;
    }

    /** How many bytes a client gets that does not accept compression. */
    long length() {
        return length;
    }

    /** How many bytes of memory it needs. */
    int weight() {
        byte[] second = compressed;
        return (plain == null ? 0 : plain.length) + (second == null ? 0 : second.length);
    }

    boolean isWorthCompressing() {
        return length >= WORTH_COMPRESSING;
    }

    /** The compressed body. For a small one it is made at the first call and then kept. Do not change the array. */
    byte[] compressed() {
        byte[] made = compressed;
        if (made == null) {
            made = gzip(plain);
            compressed = made;
        }
        return made;
    }

    /** The uncompressed body, if it is kept. Do not change the array. */
    Optional<byte[]> kept() {
        return Optional.ofNullable(plain);
    }

    /** The uncompressed body; reading it never blocks. */
    InputStream plain() {
        try {
            return plain != null
                    ? new ByteArrayInputStream(plain)
                    : new GZIPInputStream(new ByteArrayInputStream(compressed), 4096);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new Fast(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Repetitive texts hardly get smaller with more effort. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 4096);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Compresses as soon as the body is no longer small, and never has the whole of a large body in memory. */
    private static final class Sink extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private ByteArrayOutputStream small = new ByteArrayOutputStream();
        private GZIPOutputStream large;
        private long length;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            length += count;
            if (large == null && length > SMALL) {
                large = new Fast(kept);
                small.writeTo(large);
                small = null;
            }
            (large == null ? small : large).write(bytes, offset, count);
        }

        Rendered rendered(String type, String edition) throws IOException {
            if (large == null) {
                return new Rendered(type, edition, small.toByteArray(), null, length);
            }
            large.close();
            return new Rendered(type, edition, null, kept.toByteArray(), length);
        }
    }
}
