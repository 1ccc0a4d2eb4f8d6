package dev.immichpg.notify;

import dev.immichpg.input.BoundedBody;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * The JDK's client. No redirect is followed: the secret in a header or an address would go along. TLS is verified as Java
 * does it.
 */
final class JdkHttp implements Http {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Messengers answer with a few words. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Duration timeout;

    JdkHttp(Duration timeout) {
        this.timeout = timeout;
    }

    /** One for all, because each has threads of its own; made when the first message is sent. */
    private static final class Client {
        static final HttpClient ONE = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Answer exchange(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                .method(
                        call.method(),
                        call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()))
                .header("User-Agent", "immich-pg-monitor");
        call.headers().forEach(request::header);
        // The request's own timeout ends with the headers, and a body may hang as well.
        CompletableFuture<HttpResponse<byte[]>> answer =
                Client.ONE.sendAsync(request.build(), headers -> new BoundedBody(LONGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(
                    response.statusCode(),
                    response.headers()
                            .firstValue("Retry-After")
                            .filter(text -> text.matches("\\d{1,9}"))
                            .map(Long::parseLong)
                            .orElse(0L),
                    new String(response.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("it did not answer within " + timeout.toSeconds() + " s.", e);
        } catch (ExecutionException e) {
            throw new IOException(why(e.getCause()), e);
        } finally {
            answer.cancel(true); // Hangs up where it has not ended.
        }
    }

    private static String why(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "the name of its host cannot be found.";
            }
            if (cause instanceof SSLException) {
                return "its TLS cannot be trusted (" + Texts.shortened(String.valueOf(cause.getMessage()), 120) + ").";
            }
        }
        return failure instanceof ConnectException
                ? "nothing answers there."
                : "the connection broke before it answered.";
    }
}
