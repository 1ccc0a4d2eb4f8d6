package dev.immichpg.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.immichpg.input.BoundedHttp;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks Immich's server for its version, without authentication (environment.md#variables, database.md#migrations). */
final class ImmichServer {

    private final Duration timeout;

    ImmichServer(Duration timeout) {
        this.timeout = timeout;
    }

    /** Empty where the server does not answer, or answers something else: a server that is down is nothing unusual. */
    Optional<Version> version(URI immich) {
        String base = immich.toString().replaceAll("/+$", "");
        try {
            BoundedHttp.Answer answer = BoundedHttp.exchange(
                    "GET",
                    URI.create(base + "/api/server/version"),
                    Map.of("Accept", "application/json"),
                    new byte[0],
                    timeout);
            if (answer.status() != 200 || !answer.whole()) {
                return Optional.empty();
            }
            JsonNode json = new ObjectMapper().readTree(answer.body());
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
