package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pushover: {@code pover://user-key@token}, and after it devices, or keys of groups after a {@code #} (pushover.net/api).
 *
 * @param to at least one
 */
record Pushover(String token, List<Receiver> to) implements Messenger {

    /**
     * @param key of the user or the group
     * @param devices of the user; empty: all
     */
    private record Receiver(String key, List<String> devices) {}

    private static final URI API = URI.create("https://api.pushover.net/1/messages.json");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9_-]{1,25}");
    private static final Pattern GROUP = Pattern.compile("#[A-Za-z0-9]+");
    private static final int LONGEST_TITLE = 250;
    private static final int LONGEST_TEXT = 1_024;

    static Messenger of(ServiceUrl url) {
        Map<Boolean, List<String>> targets = url.targets().stream()
                .collect(Collectors.partitioningBy(
                        target -> GROUP.matcher(target).matches()));
        if (url.user().isEmpty()
                || url.host().isEmpty()
                || !targets.get(false).stream()
                        .allMatch(device -> DEVICE.matcher(device).matches())) {
            throw new IllegalArgumentException(
                    "this address needs the key of a user and the token of an application: pover://user-key@token.");
        }
        if (url.parameter("key").isPresent()) {
            throw new IllegalArgumentException("the agent does not encrypt messages: take key= out of this address.");
        }
        List<Receiver> to = new ArrayList<>();
        if (targets.get(true).isEmpty() || !targets.get(false).isEmpty()) {
            to.add(new Receiver(url.user().get(), targets.get(false)));
        }
        targets.get(true).forEach(group -> to.add(new Receiver(group.substring(1), List.of())));
        return new Pushover(url.host(), List.copyOf(to));
    }

    @Override
    public String title() {
        return "Pushover";
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        delivery.toEach(
                to,
                receiver -> NotDelivered.orThrow(
                        delivery.http().exchange(Http.Call.postJson(API, json(notice, receiver)))));
    }

    private Map<String, Object> json(Notice notice, Receiver receiver) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", token);
        json.put("user", receiver.key());
        json.put("title", Texts.shortened(notice.title(), LONGEST_TITLE));
        json.put("message", Texts.shortened(message(notice), LONGEST_TEXT));
        // 2 would want to be confirmed.
        json.put("priority", notice.level() == Level.CRITICAL ? 1 : 0);
        notice.link().ifPresent(link -> json.put("url", link.toString()));
        if (!receiver.devices().isEmpty()) {
            json.put("device", String.join(",", receiver.devices()));
        }
        return json;
    }

    /** It takes none that is empty. */
    private static String message(Notice notice) {
        return notice.lines().isEmpty() ? notice.title() : notice.textWithoutLink();
    }
}
