package dev.immichpg.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The Grafana dashboard, as its JSON says. */
final class Dashboard {

    static final String FILE = "grafana/dashboards/immich-pg.json";

    private Dashboard() {}

    static JsonNode json() {
        return Deployed.json(FILE);
    }

    static List<JsonNode> panels() {
        return Deployed.stream(json().get("panels")).toList();
    }

    static List<JsonNode> targets() {
        return panels().stream()
                .flatMap(panel -> Deployed.stream(panel.get("targets")))
                .toList();
    }

    static List<JsonNode> variables() {
        return Deployed.stream(json().at("/templating/list")).toList();
    }

    /** What Grafana sends to Prometheus where everything is selected. */
    static String query(JsonNode target) {
        return target.get("expr")
                .asText()
                .replace("$__rate_interval", "2m")
                .replace("$__range", "1h")
                .replaceAll("\\$(job|instance|database)\\b", ".+");
    }
}
