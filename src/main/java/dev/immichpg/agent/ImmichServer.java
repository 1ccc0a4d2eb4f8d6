package dev.immichpg.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks Immich's server for its version, without authentication (ref §1.8, §3.2). */
final class ImmichServer {

    private final Duration timeout;

    ImmichServer(Duration timeout) {
        this.timeout = timeout;
    }

    /** Empty where the server does not answer, or answers something else: a server that is down is nothing unusual. */
    Optional<Version> version(URI immich) {
        String base = immich.toString().replaceAll("/+$", "");
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/server/version"))
                .timeout(timeout)
                .header("Accept", "application/json")
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .connectTimeout(timeout)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Optional.empty();
            }
            JsonNode json = new ObjectMapper().readTree(response.body());
            return Version.parse(json.path("major").asText() + "."
                    + json.path("minor").asText() + "." + json.path("patch").asText());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
