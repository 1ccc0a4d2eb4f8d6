package dev.immichpg.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The body of an answer, made once and given to everybody who asks for the same. A small one is kept as it is, and
 * compressed when somebody first wants that. A large one is kept compressed alone, which is a twentieth: whoever cannot take
 * it so is given it piece by piece while it is inflated.
 */
public final class Rendered {

    /** What is larger is not kept as it is. */
    static final int SMALL = 128 * 1024;

    /** It is not worth it for less. */
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
     * @param edition what it is an edition of; empty: of nothing that comes again
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

    /** How many bytes the reader gets who takes it as it is. */
    long length() {
        return length;
    }

    /** How much memory it takes. */
    int weight() {
        byte[] second = compressed;
        return (plain == null ? 0 : plain.length) + (second == null ? 0 : second.length);
    }

    boolean isWorthCompressing() {
        return length >= WORTH_COMPRESSING;
    }

    /** Of a small one at the first call, and then again and again the same. Not to be changed. */
    byte[] compressed() {
        byte[] made = compressed;
        if (made == null) {
            made = gzip(plain);
            compressed = made;
        }
        return made;
    }

    /** As it is; nothing that is read from it waits for anything. */
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

    /** Texts that repeat themselves are hardly smaller with more effort. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, 4096);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Compresses from the moment on that it is no longer small, and never holds the whole of a large body. */
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
