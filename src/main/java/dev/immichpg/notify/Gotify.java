package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Gotify: {@code gotifys://host/token}, with the path of a proxy before the token (gotify.net/docs/pushmsg). */
record Gotify(URI base, String token) implements Messenger {

    static Messenger of(ServiceUrl url) {
        String token = url.last()
                .filter(last -> !last.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(
                        "this address needs the token of an application at its end: gotifys://host/token."));
        return new Gotify(url.base(url.isTls(), OptionalInt.empty(), url.allButLast()), token);
    }

    @Override
    public String title() {
        return "Gotify at " + base.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", notice.title());
        json.put("message", notice.text());
        json.put("priority", priority(notice.level()));
        notice.link()
                .ifPresent(link -> json.put(
                        "extras", Map.of("client::notification", Map.of("click", Map.of("url", link.toString())))));
        NotDelivered.orThrow(delivery.http()
                .exchange(Http.Call.postJson(ServiceUrl.resolved(base, List.of("message")), json)
                        .with("X-Gotify-Key", token)));
    }

    /** From 8 on the app makes a sound, whatever else. */
    private static int priority(Level level) {
        return switch (level) {
            case CRITICAL -> 8;
            case WARNING -> 5;
            case INFO, OK -> 3;
        };
    }
}
