package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Discord: {@code discord://webhook-id/webhook-token} (discord.com/developers, "Execute Webhook").
 *
 * @param flags of the message, as Discord numbers them: 4096 is one without a sound
 */
record Discord(URI webhook, int flags) implements Messenger {

    private static final URI API = URI.create("https://discord.com/api/webhooks");
    private static final int LONGEST = 2_000;
    /** What Discord takes for markup. */
    private static final Pattern MARKUP = Pattern.compile("([\\\\`*_~|>#\\[\\]()<@:-])");

    /** The address that Discord shows: {@code https://discord.com/api/webhooks/id/token}. */
    static Optional<ServiceUrl> pasted(ServiceUrl url) {
        if (!url.isWebAddressAt("discord.com", "discordapp.com")) {
            return Optional.empty();
        }
        return url.pathAfter("api", "webhooks")
                .filter(parts -> parts.size() == 2
                        && parts.get(0).matches("[0-9]+")
                        && parts.get(1).matches("[A-Za-z0-9_-]+"))
                .map(parts -> url.as("discord", parts.get(0), parts.subList(1, 2)));
    }

    static Messenger of(ServiceUrl url) {
        if (url.host().isEmpty() || url.path().isEmpty()) {
            throw new IllegalArgumentException("this address needs two parts: discord://webhook-id/webhook-token.");
        }
        URI webhook = ServiceUrl.resolved(API, List.of(url.host(), url.path().get(0)));
        Optional<String> thread = url.parameter("thread").or(() -> url.parameter("thread_id"));
        return new Discord(
                thread.map(id -> ServiceUrl.withQuery(webhook, Map.of("thread_id", id)))
                        .orElse(webhook),
                url.parameter("flags").map(Discord::flags).orElse(0));
    }

    @Override
    public String title() {
        return "Discord";
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        String text = escaped(notice.title()) + "**\n" + escaped(notice.textWithoutLink());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "content",
                Texts.shortened("**" + text, notice.link().map(URI::toString).orElse(""), LONGEST));
        // Whatever a name holds, nobody is called by it.
        json.put("allowed_mentions", Map.of("parse", List.of()));
        if (flags != 0) {
            json.put("flags", flags);
        }
        NotDelivered.orThrow(delivery.http().exchange(Http.Call.postJson(webhook, json)));
    }

    private static int flags(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("after flags= there must be a number.");
        }
        return Integer.parseInt(text);
    }

    private static String escaped(String text) {
        return MARKUP.matcher(text).replaceAll("\\\\$1");
    }
}
