package dev.immichpg.publish;

import dev.immichpg.document.Json;
import dev.immichpg.notify.ChannelStatus;
import dev.immichpg.publish.LatestReports.All;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How it goes with who is told, as JSON. Nothing here changes anything, and no address is shown. */
@Path("/api/notifiers")
@Produces(MediaType.APPLICATION_JSON)
public class NotifierStatuses {

    private final LatestReports latest;
    private final ConditionalResponses editions;

    NotifierStatuses(LatestReports latest, ConditionalResponses editions) {
        this.latest = latest;
        this.editions = editions;
    }

    /** @param paused until when nothing is told of a database, by its name; without those of which everything is told */
    record NotifiersJson(List<ChannelJson> notifiers, List<ChannelJson> heartbeats, Map<String, String> paused) {}

    /**
     * @param title where it goes, without a secret
     * @param lastSuccess when it was last taken; null: it never was
     * @param failure why it does not work now; null: it works
     */
    record ChannelJson(
            String name,
            String title,
            String lastSuccess,
            FailureJson failure,
            int waiting,
            long sent,
            long failed,
            long dropped) {}

    record FailureJson(String at, String why) {}

    @GET
    @Operation(summary = "The last result of each notifier and heartbeat, and which databases are paused")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = NotifiersJson.class)))
    public CompletionStage<Response> all(@Context Request request) {
        All all = latest.now();
        return editions.of(
                request,
                all.edition(),
                "notifiers",
                MediaType.APPLICATION_JSON,
                ConditionalResponses.Body.ofText(() -> Json.text(json(all))));
    }

    private static NotifiersJson json(All all) {
        Map<String, String> paused = new TreeMap<>();
        all.notices().paused().forEach((name, until) -> paused.put(name, until.toString()));
        return new NotifiersJson(
                all.notices().notifiers().stream().map(NotifierStatuses::json).toList(),
                all.notices().heartbeats().stream().map(NotifierStatuses::json).toList(),
                paused);
    }

    private static ChannelJson json(ChannelStatus status) {
        return new ChannelJson(
                status.name(),
                status.title(),
                status.lastSuccess().map(Instant::toString).orElse(null),
                status.failure()
                        .map(failure -> new FailureJson(failure.at().toString(), failure.why()))
                        .orElse(null),
                status.waiting(),
                status.sent(),
                status.failed(),
                status.dropped());
    }
}
