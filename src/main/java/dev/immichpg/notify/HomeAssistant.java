package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Home Assistant: {@code hassios://host/access-token} shows it in the pages, {@code hassios://host/access-token/mobile_app_phone}
 * sends it by an action of notify (developers.home-assistant.io, "REST API").
 *
 * @param prefix before {@code /api}
 * @param actions none: a persistent notification
 * @param shownAs the name of that notification, of which a newer one takes the place; empty: each notice has its own
 */
record HomeAssistant(URI base, List<String> prefix, String token, List<Action> actions, Optional<String> shownAs)
        implements Messenger {

    /** @param target what the action is for; empty: it says itself */
    private record Action(String domain, String name, Optional<String> target) {}

    private static final int PORT = 8123;
    private static final Pattern LONG_LIVED =
            Pattern.compile("(?i)[0-9a-f]{8}\\.[0-9a-f]{64}|[a-z0-9_-]+\\.[a-z0-9_-]+\\.[a-z0-9_-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern ACTION =
            Pattern.compile("(?:([A-Za-z0-9_-]+)\\.)?([A-Za-z0-9_-]+)(?::([A-Za-z0-9_,.-]+))?");
    private static final Action SHOWN = new Action("persistent_notification", "create", Optional.empty());

    static Messenger of(ServiceUrl url) {
        List<String> path = new ArrayList<>(url.path().stream()
                .flatMap(part -> Stream.of(part.split("\\s+")))
                .filter(part -> !part.isEmpty())
                .toList());
        String token = url.parameter("accesstoken")
                .or(() -> url.parameter("token"))
                .or(() -> path.stream()
                        .filter(part -> LONG_LIVED.matcher(part).matches())
                        .findFirst()
                        .or(() -> path.stream().findFirst())
                        .filter(path::remove))
                .orElseThrow(() -> new IllegalArgumentException(
                        "this address needs an access token: hassios://host/access-token."));
        url.parameter("to").ifPresent(to -> path.addAll(List.of(to.split("[\\s/]+|,(?=[^:]*$)"))));
        return new HomeAssistant(
                url.base(url.isTls(), url.isTls() ? OptionalInt.empty() : OptionalInt.of(PORT), List.of()),
                Stream.of(url.parameter("prefix").orElse("").split("/"))
                        .filter(part -> !part.isBlank())
                        .toList(),
                token,
                path.stream().flatMap(HomeAssistant::actions).toList(),
                url.parameter("nid").map(HomeAssistant::named));
    }

    private static String named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("after nid= there must be letters, digits, _ and - only.");
        }
        return name;
    }

    /** One for each target. Without a domain, it is an action of notify. */
    private static Stream<Action> actions(String text) {
        Matcher action = ACTION.matcher(text);
        if (!action.matches()) {
            throw new IllegalArgumentException("after the token comes an action of notify, such as mobile_app_phone.");
        }
        String domain = Optional.ofNullable(action.group(1)).orElse("notify");
        return action.group(3) == null
                ? Stream.of(new Action(domain, action.group(2), Optional.empty()))
                : Stream.of(action.group(3).split(",+"))
                        .map(target -> new Action(domain, action.group(2), Optional.of(target)));
    }

    @Override
    public String title() {
        return "Home Assistant at " + base.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        delivery.toEach(actions.isEmpty() ? List.of(SHOWN) : actions, action -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("title", notice.title());
            json.put("message", notice.text());
            if (action == SHOWN) {
                json.put("notification_id", shownAs.orElse("immich-pg-" + notice.id()));
            }
            action.target().ifPresent(target -> json.put("target", List.of(target)));
            List<String> path = new ArrayList<>(prefix);
            path.addAll(List.of("api", "services", action.domain(), action.name()));
            NotDelivered.orThrow(delivery.http()
                    .exchange(Http.Call.postJson(ServiceUrl.resolved(base, path), json)
                            .with("Authorization", "Bearer " + token)));
        });
    }
}
