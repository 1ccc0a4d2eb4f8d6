package dev.immichpg.publish;

import java.util.stream.Stream;

/** How the body of an answer is sent (RFC 9110, 12.5.3). */
enum ContentCoding {
    GZIP,
    /** As it is. */
    IDENTITY,
    /** As it is, if it is not worth compressing. */
    EITHER,
    /** The client takes neither. */
    NONE;

    private static final HeaderMemory<ContentCoding> KNOWN = new HeaderMemory<>(ContentCoding::preferred);

    /** @param acceptEncoding the header; null: none */
    static ContentCoding of(String acceptEncoding) {
        return KNOWN.of(acceptEncoding);
    }

    /**
     * gzip for who names it, unless it likes the plain body better: some clients send {@code *} and can decode nothing. Plain for
     * everybody else who does not refuse that.
     */
    private static ContentCoding preferred(String acceptEncoding) {
        Weights weights = Weights.parse(acceptEncoding);
        double gzip = Stream.of("gzip", "x-gzip").mapToDouble(weights::of).max().orElseThrow();
        boolean namesGzip = weights.names("gzip") || weights.names("x-gzip");
        boolean refusesPlain =
                weights.names("identity") ? weights.of("identity") == 0 : weights.names("*") && weights.of("*") == 0;
        if (refusesPlain) {
            boolean takesGzip = namesGzip ? gzip > 0 : weights.of("*") > 0;
            return takesGzip ? GZIP : NONE;
        }
        return gzip > 0 && gzip >= weights.of("identity") ? EITHER : IDENTITY;
    }
}
