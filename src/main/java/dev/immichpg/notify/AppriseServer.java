package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** An Apprise API server, which knows a hundred services more: {@code apprises://host/configuration-key?tags=…}. */
record AppriseServer(URI base, String key, Optional<String> tags, Optional<String> authorization) implements Messenger {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    static Messenger of(ServiceUrl url) {
        Optional<String> inParameter = url.parameter("token").or(() -> url.parameter("to"));
        String key = inParameter
                .or(url::last)
                .filter(k -> KEY.matcher(k).matches())
                .orElseThrow(() -> new IllegalArgumentException(
                        "this address needs the key of a configuration at its end: apprises://host/key."));
        url.choice("method", "form", "json");
        return new AppriseServer(
                url.base(url.isTls(), OptionalInt.empty(), inParameter.isPresent() ? url.path() : url.allButLast()),
                key,
                Optional.ofNullable(url.query().get("tags")).filter(tags -> !tags.isBlank()),
                url.user().isPresent() || url.password().isEmpty()
                        ? url.basic()
                        : url.withUser("").basic());
    }

    @Override
    public String title() {
        return "Apprise at " + base.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", notice.title());
        json.put("body", notice.lines().isEmpty() && notice.link().isEmpty() ? notice.title() : notice.text());
        json.put("type", notice.level().type());
        json.put("format", "text");
        tags.ifPresent(t -> json.put("tag", t));
        Http.Call call = Http.Call.postJson(ServiceUrl.resolved(base, List.of("notify", key)), json);
        Http.Answer answer = NotDelivered.orThrow(delivery.http()
                .exchange(authorization.map(a -> call.with("Authorization", a)).orElse(call)));
        if (answer.status() == 204) {
            throw new NotDelivered("it has no configuration of this key.", Duration.ZERO, false);
        }
    }
}
