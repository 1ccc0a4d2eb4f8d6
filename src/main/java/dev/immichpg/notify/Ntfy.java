package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * ntfy: {@code ntfy://topic} for ntfy.sh, {@code ntfys://user:password@host/topic} or {@code ntfys://token@host/topic} for a
 * server of one's own. Published as JSON (docs.ntfy.sh/publish, "Publish as JSON"), because headers take no UTF-8.
 */
record Ntfy(URI base, List<String> topics, Optional<String> authorization) implements Messenger {

    private static final String CLOUD = "ntfy.sh";
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("tk_[A-Za-z0-9]+");

    /** ntfy makes a file of a message that is longer (in bytes). */
    private static final int LONGEST_TEXT = 1_300;

    private static final int LONGEST_TITLE = 200;

    /** The address of a topic at ntfy.sh: {@code https://ntfy.sh/topic}. */
    static Optional<ServiceUrl> pasted(ServiceUrl url) {
        return url.isWebAddressAt(CLOUD)
                ? Optional.of(url.as(
                        "ntfys",
                        CLOUD,
                        url.path().stream()
                                .map(part -> part.replaceAll("#.*", ""))
                                .filter(part -> !part.isEmpty())
                                .toList()))
                : Optional.empty();
    }

    static Messenger of(ServiceUrl url) {
        Optional<String> mode = url.choice("mode", "cloud", "private");
        boolean isCloudsName = url.host().isEmpty() || url.host().equalsIgnoreCase(CLOUD);
        boolean cloud = mode.map("cloud"::equalsIgnoreCase)
                        .orElse(isCloudsName || url.targets().isEmpty())
                || isCloudsName;
        List<String> topics = new ArrayList<>();
        if (cloud && !isCloudsName) {
            topics.addAll(List.of(url.host().split(",+")));
        }
        topics.addAll(url.targets());
        if (topics.isEmpty()
                || !topics.stream().allMatch(topic -> TOPIC.matcher(topic).matches())) {
            throw new IllegalArgumentException(
                    "this address needs a topic of letters, digits, _ and -, such as ntfys://ntfy.example.org/immich.");
        }
        URI base = cloud ? URI.create("https://" + CLOUD) : url.base(url.isTls(), OptionalInt.empty(), List.of());
        Optional<String> login = url.choice("auth", "basic", "token");
        boolean isToken = login.filter("token"::equalsIgnoreCase).isPresent()
                || login.isEmpty()
                        && url.password().isEmpty()
                        && url.user()
                                .filter(user -> TOKEN.matcher(user).matches())
                                .isPresent();
        Optional<String> token =
                url.parameter("token").or(() -> isToken ? url.password().or(url::user) : Optional.empty());
        return new Ntfy(base, topics, token.map(t -> "Bearer " + t).or(url::basic));
    }

    @Override
    public String title() {
        return "ntfy at " + base.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        delivery.toEach(topics, topic -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("topic", topic);
            json.put("title", Texts.shortened(notice.title(), LONGEST_TITLE));
            json.put("message", Texts.shortened(notice.textWithoutLink(), LONGEST_TEXT));
            json.put("priority", priority(notice.level()));
            json.put("tags", List.of(tag(notice.level())));
            notice.link().ifPresent(link -> json.put("click", link.toString()));
            Http.Call call = Http.Call.postJson(base, json);
            NotDelivered.orThrow(delivery.http()
                    .exchange(authorization
                            .map(a -> call.with("Authorization", a))
                            .orElse(call)));
        });
    }

    private static int priority(Level level) {
        return switch (level) {
            case CRITICAL -> 5;
            case WARNING -> 4;
            case INFO, OK -> 3;
        };
    }

    /** An emoji's short name. */
    private static String tag(Level level) {
        return switch (level) {
            case CRITICAL -> "rotating_light";
            case WARNING -> "warning";
            case INFO -> "information_source";
            case OK -> "white_check_mark";
        };
    }
}
