package dev.immichpg.publish;

import dev.immichpg.document.ReportJson;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What describes the JSON interface, in the version of this agent: the JSON Schema of /api/databases, and OpenAPI. The second is a file
 * and not made from the code, since what makes it would need 7 MiB of memory (issue 19). Tests hold it to the code.
 */
@Singleton
class ApiDocuments {

    static final String OPENAPI = "/openapi.json";
    private static final String VERSION = "@version@";

    private final ConditionalResponses editions;
    private final String version;

    ApiDocuments(ConditionalResponses editions, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.editions = editions;
        this.version = version;
    }

    void serve(@Observes Router all) {
        all.route("/api/report.schema.json")
                .order(AgentRoutes.ORDER)
                .handler(request -> editions.sendOfProgram(
                        request,
                        "schema",
                        "application/schema+json",
                        ConditionalResponses.Body.ofText(() -> read(ReportJson.class, ReportJson.SCHEMA))));
        all.route("/api/openapi")
                .order(AgentRoutes.ORDER)
                .handler(request -> editions.sendOfProgram(
                        request,
                        "openapi",
                        AgentRoutes.JSON,
                        ConditionalResponses.Body.ofText(
                                () -> read(ApiDocuments.class, OPENAPI).replace(VERSION, version))));
    }

    private static String read(Class<?> beside, String name) {
        try (InputStream document = beside.getResourceAsStream(name)) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
