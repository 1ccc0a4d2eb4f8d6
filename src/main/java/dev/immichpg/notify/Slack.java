package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Slack: {@code slack://A/B/C} for an incoming webhook, {@code slack://xoxb-token/#channel} for a bot (docs.slack.dev, "Sending
 * messages using incoming webhooks", "chat.postMessage"). A workflow has an address of its own, and no channel: it must have a
 * variable {@code text}.
 *
 * @param token of a bot; empty: a webhook
 * @param channels empty: that of the webhook or the workflow
 */
record Slack(URI address, Optional<String> token, List<String> channels) implements Messenger {

    private static final String HOOKS = "hooks.slack.com";
    private static final String GOVERNMENT = "hooks.slack-gov.com";
    private static final URI POST = URI.create("https://slack.com/api/chat.postMessage");
    private static final Pattern BOT = Pattern.compile("(?:xoxe\\.)?xox[abp]-[A-Za-z0-9-]+");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9]+");
    private static final int PARTS = 3;

    /** Each workspace has it, and Apprise takes it where none is named. */
    private static final String USUAL_CHANNEL = "#general";

    private static final int LONGEST = 3_000;

    /** The addresses that Slack shows: {@code https://hooks.slack.com/services/A/B/C}, and those of workflows. */
    static Optional<ServiceUrl> pasted(ServiceUrl url) {
        if (!url.isWebAddressAt(HOOKS, GOVERNMENT)) {
            return Optional.empty();
        }
        boolean government = url.isWebAddressAt(GOVERNMENT);
        return pasted(url, "services", government ? "gov-hook" : "hook")
                .filter(hook -> hook.path().size() == PARTS - 1)
                .or(() -> government ? Optional.empty() : pasted(url, "workflows", "workflow"))
                .or(() -> government ? Optional.empty() : pasted(url, "triggers", "trigger"));
    }

    private static Optional<ServiceUrl> pasted(ServiceUrl url, String first, String mode) {
        return url.pathAfter(first)
                .filter(parts -> !parts.isEmpty())
                .map(parts -> url.as("slack", parts.get(0), parts.subList(1, parts.size()))
                        .withParameter("mode", mode));
    }

    static Messenger of(ServiceUrl url) {
        String mode = url.choice("mode", "hook", "gov-hook", "bot", "workflow", "trigger")
                .orElse("")
                .toLowerCase(Locale.ROOT);
        // As with Apprise, a token can stand in a parameter; the path names channels then.
        Optional<List<String>> parameter = url.parameter("token")
                .map(token -> Stream.of(token.split("[\\s,#\\\\/]+"))
                        .filter(part -> !part.isEmpty())
                        .toList());
        List<String> parts = new ArrayList<>(parameter.orElseGet(() -> List.of(url.host())));
        List<String> channels = new ArrayList<>(url.targets());
        if (mode.equals("workflow") || mode.equals("trigger")) {
            parts.addAll(url.path());
            return workflow(mode + "s", parts, mode.equals("workflow") ? PARTS + 1 : PARTS);
        }
        if (!parts.isEmpty() && BOT.matcher(parts.get(0)).matches() && (mode.isEmpty() || mode.equals("bot"))) {
            return new Slack(POST, Optional.of(parts.get(0)), channels.isEmpty() ? List.of(USUAL_CHANNEL) : channels);
        }
        while (parameter.isEmpty()
                && parts.size() < PARTS
                && parts.size() <= url.path().size()) {
            parts.add(channels.remove(0));
        }
        if (mode.equals("bot")
                || parts.size() < PARTS
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())) {
            throw new IllegalArgumentException(
                    "this address needs the three parts of a webhook (slack://A/B/C), or the token of a bot and a channel.");
        }
        return new Slack(
                hook(mode.equals("gov-hook") ? GOVERNMENT : HOOKS, "services", parts.subList(0, PARTS)),
                Optional.empty(),
                channels);
    }

    private static Messenger workflow(String kind, List<String> parts, int number) {
        if (parts.size() != number) {
            throw new IllegalArgumentException(
                    "the address of a " + kind.substring(0, kind.length() - 1) + " has " + number + " parts.");
        }
        return new Slack(hook(HOOKS, kind, parts), Optional.empty(), List.of());
    }

    private static URI hook(String host, String kind, List<String> parts) {
        return ServiceUrl.resolved(URI.create("https://" + host + "/" + kind), parts);
    }

    @Override
    public String title() {
        return "Slack";
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        String text = Texts.shortened(
                "*" + escaped(notice.title()).replace('*', '∗') + "*\n" + escaped(notice.textWithoutLink()),
                notice.link().map(URI::toString).orElse(""),
                LONGEST);
        delivery.toEach(channels.isEmpty() ? List.of("") : channels, channel -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("text", text);
            if (!channel.isEmpty()) {
                json.put("channel", channel);
            }
            Http.Call call = Http.Call.postJson(address, json);
            Http.Answer answer = NotDelivered.orThrow(delivery.http()
                    .exchange(token.map(t -> call.with("Authorization", "Bearer " + t))
                            .orElse(call)));
            // The Web API answers 200 whatever happens.
            if (token.isPresent() && !answer.body().contains("\"ok\":true")) {
                throw new NotDelivered(
                        "it did not take the message (" + Texts.shortened(Texts.line(answer.body()), 200) + ").",
                        Duration.ZERO,
                        false);
            }
        });
    }

    /** The three characters that Slack asks to be escaped: with that, nothing in a name is a link or a mention. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
