package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.stream.Collectors;

/** Everything at a glance, as plain text. */
@Path("/")
public class Landing {

    private final Latest latest;

    Landing(Latest latest) {
        this.latest = latest;
    }

    @GET
    @Produces("text/plain; charset=utf-8")
    public String text() {
        return "immich-pg-monitor: /metrics, /health/ready, /health/well, /api/databases\n\n"
                + latest.now().reports().stream()
                        .map(ReportText::of)
                        .collect(Collectors.joining("\n" + "-".repeat(80) + "\n\n"));
    }
}
