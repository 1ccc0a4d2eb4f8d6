package dev.immichpg.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The three ways in which node decodes the parts of a database URL (pg-connection-string on the WHATWG URL). */
final class PercentEncoding {
    private static final Pattern STRAY = Pattern.compile(" |%[^a-f0-9]|%[a-f0-9][^a-f0-9]", Pattern.CASE_INSENSITIVE);
    private static final String KEPT_BY_DECODE_URI = ";/?:@&=+$,#";

    private PercentEncoding() {}

    /**
     * pg-connection-string forgives a URL with a space or a stray percent sign: it takes it for unencoded, except where
     * two decimal digits follow the sign. A password such as {@code 50%off} logs Immich in only because of this.
     */
    static String repaired(String url) {
        return STRAY.matcher(url).find() ? url.replaceAll("%(?![0-9][0-9])", "%25") : url;
    }

    /** JavaScript's decodeURIComponent, for user, password and host. */
    static String decodeComponent(String text) throws CharacterCodingException {
        return decode(text, "");
    }

    /** JavaScript's decodeURI, for the database: {@code %2F} and its like stay as they are written. */
    static String decodeUri(String text) throws CharacterCodingException {
        return decode(text, KEPT_BY_DECODE_URI);
    }

    /** URLSearchParams, for parameters: a plus sign is a space, and nothing is an error. */
    static String decodeParameter(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.replace('+', ' ').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int octet = raw[i] == '%' && i + 2 < raw.length ? octet(raw[i + 1], raw[i + 2]) : -1;
            bytes.write(octet < 0 ? raw[i] : octet);
            i += octet < 0 ? 0 : 2;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String decode(String text, String kept) throws CharacterCodingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.write(raw[i]);
                continue;
            }
            int octet = i + 2 < raw.length ? octet(raw[i + 1], raw[i + 2]) : -1;
            if (octet < 0) {
                throw new CharacterCodingException();
            }
            if (kept.indexOf(octet) >= 0) {
                bytes.write(raw, i, 3);
            } else {
                bytes.write(octet);
            }
            i += 2;
        }
        // A fresh decoder refuses malformed input, as JavaScript does; new String(…) would put U+FFFD instead.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString();
    }

    /** The octet that two hexadecimal digits spell; negative when they are none. */
    private static int octet(byte high, byte low) {
        int upper = Character.digit(high, 16);
        int lower = Character.digit(low, 16);
        return upper < 0 || lower < 0 ? -1 : upper * 16 + lower;
    }
}
