package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Home Assistant: {@code hassios://host/access-token} shows it in the pages, {@code hassios://host/access-token/mobile_app_phone}
 * sends it by an action of notify (developers.home-assistant.io, "REST API").
 *
 * @param actions such as {@code notify.mobile_app_phone}; none: a persistent notification
 */
record HomeAssistant(URI base, String token, List<String> actions) implements Messenger {

    private static final int PORT = 8123;
    private static final Pattern LONG_LIVED = Pattern.compile("[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Pattern ACTION = Pattern.compile("([a-z0-9_]+\\.)?[A-Za-z0-9_]+");

    static Messenger of(ServiceUrl url) {
        List<String> path = new ArrayList<>(url.path());
        if (path.isEmpty()) {
            throw new IllegalArgumentException("this address needs an access token: hassios://host/access-token.");
        }
        String token = path.stream()
                .filter(part -> LONG_LIVED.matcher(part).matches())
                .findFirst()
                .orElse(path.get(0));
        path.remove(token);
        if (!path.stream().allMatch(action -> ACTION.matcher(action).matches())) {
            throw new IllegalArgumentException("after the token comes an action of notify, such as mobile_app_phone.");
        }
        return new HomeAssistant(
                url.base(url.isTls(), url.isTls() ? OptionalInt.empty() : OptionalInt.of(PORT), List.of()),
                token,
                path.stream()
                        .map(action -> action.contains(".") ? action : "notify." + action)
                        .toList());
    }

    @Override
    public String title() {
        return "Home Assistant at " + base.getAuthority();
    }

    @Override
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", notice.title());
        json.put("message", notice.text());
        for (String action : actions.isEmpty() ? List.of("persistent_notification.create") : actions) {
            int dot = action.indexOf('.');
            NotDelivered.orThrow(http.exchange(Http.Call.postJson(
                            ServiceUrl.resolved(
                                    base,
                                    List.of("api", "services", action.substring(0, dot), action.substring(dot + 1))),
                            json)
                    .with("Authorization", "Bearer " + token)));
        }
    }
}
