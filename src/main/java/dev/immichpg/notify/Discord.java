package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Discord: {@code discord://webhook-id/webhook-token} (discord.com/developers, "Execute Webhook"). */
record Discord(URI webhook) implements Messenger {

    private static final URI API = URI.create("https://discord.com/api/webhooks");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int LONGEST = 2_000;
    /** What Discord takes for markup. */
    private static final Pattern MARKUP = Pattern.compile("([\\\\`*_~|>#\\[\\]()<@:-])");

    static Messenger of(ServiceUrl url) {
        if (!ID.matcher(url.host()).matches()
                || url.path().isEmpty()
                || !ID.matcher(url.path().get(0)).matches()) {
            throw new IllegalArgumentException("this address needs two parts: discord://webhook-id/webhook-token.");
        }
        return new Discord(
                ServiceUrl.resolved(API, List.of(url.host(), url.path().get(0))));
    }

    @Override
    public String title() {
        return "Discord";
    }

    @Override
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        String text = escaped(notice.title()) + "**\n" + escaped(notice.textWithoutLink());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "content",
                Texts.shortened("**" + text, notice.link().map(URI::toString).orElse(""), LONGEST));
        // Whatever a name holds, nobody is called by it.
        json.put("allowed_mentions", Map.of("parse", List.of()));
        NotDelivered.orThrow(http.exchange(Http.Call.postJson(webhook, json)));
    }

    private static String escaped(String text) {
        return MARKUP.matcher(text).replaceAll("\\\\$1");
    }
}
