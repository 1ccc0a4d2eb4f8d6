package dev.immichpg.publish;

import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What the addresses of the agent have in common. */
final class AgentRoutes {

    /** Before Quarkus' own. */
    static final int ORDER = -1;

    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json";

    private AgentRoutes() {}

    /** A parameter of the query; the first of several; empty if there is none. */
    static String parameter(RoutingContext request, String name) {
        List<String> values = request.queryParam(name);
        return values.isEmpty() ? "" : values.get(0);
    }
}
