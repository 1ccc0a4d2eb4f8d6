package dev.immichpg.publish;

import dev.immichpg.document.Json;
import dev.immichpg.notify.ChannelStatus;
import dev.immichpg.publish.LatestReports.All;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How it goes with who is told, as JSON. Nothing here changes anything, and no address is shown. */
@Singleton
class NotifierStatuses {

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

    void serve(@Observes Router all) {
        all.route("/api/notifiers").order(AgentRoutes.ORDER).handler(this::all);
    }

    private void all(RoutingContext request) {
        All all = latest.now();
        editions.send(
                request,
                all.edition(),
                "notifiers",
                AgentRoutes.JSON,
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
