package dev.immichpg.publish;

import static dev.immichpg.publish.ConditionalResponses.Body.ofText;

import dev.immichpg.check.Check;
import dev.immichpg.document.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;

/** The checks as JSON. */
@Singleton
class Catalogue {

    private final ConditionalResponses editions;

    Catalogue(ConditionalResponses editions) {
        this.editions = editions;
    }

    /**
     * @param severity the check's own, whatever the operator configured
     * @param problem what is wrong when it fires
     * @param claim what is true when all is well
     * @param page where it is explained
     */
    record Entry(String check, String severity, String problem, String claim, String page) {}

    void serve(@Observes Router all) {
        all.route("/api/checks").order(AgentRoutes.ORDER).handler(this::all);
    }

    private void all(RoutingContext request) {
        editions.sendOfProgram(
                request,
                "catalogue",
                AgentRoutes.JSON,
                ofText(() -> Json.text(Arrays.stream(Check.values())
                        .map(check -> new Entry(
                                check.id(),
                                check.severity().label(),
                                check.problem(),
                                check.claim(),
                                "/checks/" + check.id()))
                        .toList())));
    }
}
