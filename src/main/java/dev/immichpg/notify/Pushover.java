package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Pushover: {@code pover://user-key@token}, and devices after it (pushover.net/api). */
record Pushover(String user, String token, List<String> devices) implements Messenger {

    private static final URI API = URI.create("https://api.pushover.net/1/messages.json");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,25}");
    private static final int LONGEST_TITLE = 250;
    private static final int LONGEST_TEXT = 1_024;

    static Messenger of(ServiceUrl url) {
        if (url.user().isEmpty()
                || url.host().isEmpty()
                || !url.targets().stream()
                        .allMatch(device -> DEVICE.matcher(device).matches())) {
            throw new IllegalArgumentException(
                    "this address needs the key of a user and the token of an application: pover://user-key@token.");
        }
        return new Pushover(url.user().get(), url.host(), url.targets());
    }

    @Override
    public String title() {
        return "Pushover";
    }

    @Override
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", token);
        json.put("user", user);
        json.put("title", Texts.shortened(notice.title(), LONGEST_TITLE));
        json.put("message", Texts.shortened(message(notice), LONGEST_TEXT));
        // 2 would want to be confirmed.
        json.put("priority", notice.level() == Level.CRITICAL ? 1 : 0);
        notice.link().ifPresent(link -> json.put("url", link.toString()));
        if (!devices.isEmpty()) {
            json.put("device", String.join(",", devices));
        }
        NotDelivered.orThrow(http.exchange(Http.Call.postJson(API, json)));
    }

    /** It takes none that is empty. */
    private static String message(Notice notice) {
        return notice.lines().isEmpty() ? notice.title() : notice.textWithoutLink();
    }
}
