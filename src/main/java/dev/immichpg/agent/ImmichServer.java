package dev.immichpg.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.input.BoundedBody;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks Immich's server for its version, without authentication (environment.md#variables, database.md#migrations). */
final class ImmichServer {

    /** Three numbers need less. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Duration timeout;

    ImmichServer(Duration timeout) {
        this.timeout = timeout;
    }

    /** Empty where the server does not answer, or answers something else: a server that is down is nothing unusual. */
    Optional<Version> version(URI immich) {
        String base = immich.toString().replaceAll("/+$", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/server/version"))
                .header("Accept", "application/json")
                .build();
        // The request's own timeout ends with the headers, and a body may hang as well.
        CompletableFuture<HttpResponse<byte[]>> answer =
                Client.ONE.sendAsync(request, headers -> new BoundedBody(LONGEST_ANSWER));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode json = new ObjectMapper().readTree(response.body());
            return Version.parse(json.path("major").asText() + "."
                    + json.path("minor").asText() + "." + json.path("patch").asText());
        } catch (ExecutionException | TimeoutException | IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            answer.cancel(true); // Hangs up where it has not ended.
        }
    }

    /**
     * One for all, because each has threads of its own; made when the first server is asked. It follows no redirect, and
     * does not offer HTTP/2: Immich's web sockets take every offer to upgrade for theirs, and never answer ours.
     */
    private static final class Client {
        static final HttpClient ONE =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
