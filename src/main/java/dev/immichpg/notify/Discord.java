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
    private static final int LONGEST = 2_000;
    /** What Discord takes for markup. */
    private static final Pattern MARKUP = Pattern.compile("([\\\\`*_~|>#\\[\\]()<@:-])");

    static Messenger of(ServiceUrl url) {
        if (url.host().isEmpty() || url.path().isEmpty()) {
            throw new IllegalArgumentException("this address needs two parts: discord://webhook-id/webhook-token.");
        }
        URI webhook = ServiceUrl.resolved(API, List.of(url.host(), url.path().get(0)));
        String thread = url.query().getOrDefault("thread", "");
        return new Discord(thread.isEmpty() ? webhook : ServiceUrl.withQuery(webhook, Map.of("thread_id", thread)));
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
