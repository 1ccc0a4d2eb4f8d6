package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Slack: {@code slack://A/B/C} for an incoming webhook, {@code slack://xoxb-token/#channel} for a bot (docs.slack.dev, "Sending
 * messages using incoming webhooks", "chat.postMessage").
 *
 * @param token of a bot; empty: a webhook
 * @param channels of a webhook: empty means its own
 */
record Slack(URI address, Optional<String> token, List<String> channels) implements Messenger {

    private static final URI HOOKS = URI.create("https://hooks.slack.com/services");
    private static final URI POST = URI.create("https://slack.com/api/chat.postMessage");
    private static final Pattern BOT = Pattern.compile("(?i)(?:xoxe\\.)?xox[abp]-[A-Z0-9-]+");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9]+");

    /** Each workspace has it, and Apprise takes it where none is named. */
    private static final String USUAL_CHANNEL = "#general";

    private static final int LONGEST = 3_000;

    static Messenger of(ServiceUrl url) {
        if (BOT.matcher(url.host()).matches()) {
            List<String> channels = url.targets();
            return new Slack(POST, Optional.of(url.host()), channels.isEmpty() ? List.of(USUAL_CHANNEL) : channels);
        }
        List<String> parts = new ArrayList<>(List.of(url.host()));
        parts.addAll(url.path().subList(0, Math.min(2, url.path().size())));
        if (parts.size() < 3
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw new IllegalArgumentException(
                    "this address needs the three parts of a webhook (slack://A/B/C), or the token of a bot and a channel.");
        }
        return new Slack(
                ServiceUrl.resolved(HOOKS, parts),
                Optional.empty(),
                url.targets().subList(2, url.targets().size()));
    }

    @Override
    public String title() {
        return "Slack";
    }

    @Override
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        String text = Texts.shortened(
                "*" + escaped(notice.title()).replace('*', '∗') + "*\n" + escaped(notice.textWithoutLink()),
                notice.link().map(URI::toString).orElse(""),
                LONGEST);
        for (String channel : channels.isEmpty() ? List.of("") : channels) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("text", text);
            if (!channel.isEmpty()) {
                json.put("channel", channel);
            }
            Http.Call call = Http.Call.postJson(address, json);
            Http.Answer answer = NotDelivered.orThrow(http.exchange(
                    token.map(t -> call.with("Authorization", "Bearer " + t)).orElse(call)));
            // The Web API answers 200 whatever happens.
            if (token.isPresent() && !answer.body().contains("\"ok\":true")) {
                throw new NotDelivered(
                        "it did not take the message (" + Texts.shortened(Texts.line(answer.body()), 200) + ").",
                        Duration.ZERO,
                        false);
            }
        }
    }

    /** The three characters that Slack asks to be escaped: with that, nothing in a name is a link or a mention. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
