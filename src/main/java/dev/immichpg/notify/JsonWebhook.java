package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Any address that takes JSON: {@code jsons://user:password@host/path}. docs/how-to/notices.md says what it is sent. */
record JsonWebhook(URI address, Optional<String> authorization) implements Messenger {

    static Messenger of(ServiceUrl url) {
        return new JsonWebhook(url.base(url.isTls(), OptionalInt.empty(), url.path()), url.basic());
    }

    @Override
    public String title() {
        return "a webhook at " + address.getAuthority();
    }

    @Override
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        Http.Call call = Http.Call.postJson(address, json(notice));
        NotDelivered.orThrow(http.exchange(
                authorization.map(a -> call.with("Authorization", a)).orElse(call)));
    }

    /** The keys of Apprise's own, and what a program can use besides. */
    private static Map<String, Object> json(Notice notice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("title", notice.title());
        json.put("message", notice.text());
        json.put("type", notice.level().type());
        json.put("attachments", List.of());
        json.put("id", notice.id());
        json.put("at", notice.at().toString());
        json.put("level", notice.level().label());
        json.put("link", notice.link().map(URI::toString).orElse(null));
        json.put("alerts", notice.alerts().stream().map(JsonWebhook::json).toList());
        return json;
    }

    private static Map<String, Object> json(Notice.Alert alert) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", alert.name());
        json.put("database", alert.database());
        json.put("check", alert.check().orElse(null));
        json.put("severity", alert.severity().label());
        json.put("summary", alert.summary());
        json.put("since", alert.since().toString());
        json.put("active", alert.active());
        return json;
    }
}
