package dev.immichpg.notify;

import dev.immichpg.input.BoundedHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLException;

/** The JDK's client. */
final class JdkHttp implements Http {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Duration timeout;

    JdkHttp(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Answer exchange(Call call) throws IOException, InterruptedException {
        try {
            BoundedHttp.Answer answer =
                    BoundedHttp.exchange(call.method(), call.uri(), call.headers(), call.body(), timeout);
            return new Answer(
                    answer.status(),
                    answer.retryAfter().map(JdkHttp::seconds).orElse(0L),
                    new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Without its cause: Java writes the address into some of its messages.
            throw new IOException(why(e));
        }
    }

    /** A number, or a date (RFC 9110, "Retry-After"); 0 where it is neither. */
    static long seconds(String retryAfter) {
        String text = retryAfter.strip();
        if (text.matches("\\d{1,9}")) {
            return Long.parseLong(text);
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            return Math.max(0, Duration.between(Instant.now(), then).toSeconds() + 1);
        } catch (DateTimeException e) {
            return text.matches("\\d{1,9}\\.\\d+") ? Long.parseLong(text.replaceAll("\\..*", "")) + 1 : 0;
        }
    }

    private String why(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "the name of its host cannot be found.";
            }
            if (cause instanceof SSLException) {
                return "there is no TLS with it that can be trusted ("
                        + Texts.shortened(String.valueOf(cause.getMessage()), 120) + ").";
            }
        }
        if (failure instanceof SocketTimeoutException) {
            return "it did not answer within " + timeout.toSeconds() + " s.";
        }
        return failure instanceof ConnectException || failure instanceof NoRouteToHostException
                ? "nothing answers there."
                : "the connection broke before it answered.";
    }
}
