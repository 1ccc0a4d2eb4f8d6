package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Alertmanager (API v2), for who has one without Prometheus: {@code alertmanagers://host/path}. Labels are those of the rules
 * in deploy/prometheus/alerts.yml, so that one configuration routes both.
 */
record Alertmanager(URI base, Optional<String> authorization) implements Messenger {

    private static final int PORT = 9093;

    /** An alert that nobody renews ends: more than twice the time after which we tell it again. */
    private static final Duration LASTS = Duration.ofDays(3);

    static Messenger of(ServiceUrl url) {
        return new Alertmanager(url.base(url.isTls(), OptionalInt.of(PORT), url.path()), url.basic());
    }

    @Override
    public String title() {
        return "Alertmanager at " + base.getAuthority();
    }

    @Override
    public boolean forgets() {
        return true;
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        if (notice.alerts().isEmpty()) {
            return;
        }
        Http.Call call = Http.Call.postJson(
                ServiceUrl.resolved(base, List.of("api", "v2", "alerts")),
                notice.alerts().stream().map(alert -> json(alert, notice)).toList());
        NotDelivered.orThrow(delivery.http()
                .exchange(authorization.map(a -> call.with("Authorization", a)).orElse(call)));
    }

    private static Map<String, Object> json(Notice.Alert alert, Notice notice) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("alertname", alert.name());
        labels.put("database", alert.database());
        alert.check().ifPresent(check -> labels.put("check", check));
        labels.put("severity", alert.severity().label());
        Instant end = alert.active() ? notice.at().plus(LASTS) : notice.at();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labels", labels);
        json.put("annotations", Map.of("summary", alert.summary()));
        json.put("startsAt", alert.since().toString());
        json.put("endsAt", end.toString());
        notice.link().ifPresent(link -> json.put("generatorURL", link.toString()));
        return json;
    }
}
