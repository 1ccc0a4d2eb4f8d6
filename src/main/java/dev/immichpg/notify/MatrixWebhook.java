package dev.immichpg.notify;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A bridge that writes to a room of Matrix: matrix-hookshot ({@code matrixs://token@host?mode=hookshot}), matrix-appservice-webhooks
 * ({@code mode=matrix} and {@code mode=slack}) or t2bot.io, whose web address can be pasted. Each takes {@code text}.
 *
 * @param name of the sender, as the room shows it
 */
record MatrixWebhook(URI address, String name, boolean asSlack) implements Messenger {

    private static final String T2BOT = "webhooks.t2bot.io";
    private static final Pattern T2BOT_TOKEN = Pattern.compile("[A-Za-z0-9]{64}");
    private static final int LONGEST = 8_000;

    /** The address that t2bot.io shows: {@code https://webhooks.t2bot.io/api/v1/matrix/hook/token}. */
    static Optional<ServiceUrl> pasted(ServiceUrl url) {
        if (!url.isWebAddressAt(T2BOT)) {
            return Optional.empty();
        }
        return url.pathAfter("api")
                .filter(path -> path.size() == 4
                        && path.get(0).matches("[vV][0-9]+")
                        && String.join("/", path.subList(1, 3)).equalsIgnoreCase("matrix/hook"))
                .map(path -> url.as("matrixs", path.get(3), List.of()).withParameter("mode", "t2bot"));
    }

    /** As Apprise has it: an address without a password and a room is that of t2bot.io, if nothing else is said. */
    static boolean isMeantBy(ServiceUrl url) {
        return mode(url)
                .map(mode -> !mode.equals("off"))
                .orElse(url.password().isEmpty() && url.targets().isEmpty());
    }

    private static Optional<String> mode(ServiceUrl url) {
        return url.choice("mode", "off", "matrix", "slack", "t2bot", "hookshot")
                .map(mode -> mode.toLowerCase(Locale.ROOT));
    }

    static Messenger of(ServiceUrl url) {
        String mode = mode(url).orElse("t2bot");
        if (mode.equals("t2bot")) {
            if (!T2BOT_TOKEN.matcher(url.host()).matches()) {
                throw new IllegalArgumentException(
                        "this address needs a login and a room: matrixs://user:password@host/#room, or token@host.");
            }
            return new MatrixWebhook(hook(URI.create("https://" + T2BOT), url.host()), "immich-pg-monitor", false);
        }
        String token = url.parameter("token")
                .or(url::password)
                .or(url::user)
                .orElseThrow(() -> new IllegalArgumentException(
                        "this address needs the token of a webhook: matrixs://token@host?mode=" + mode + "."));
        URI base = url.base(url.isTls(), OptionalInt.empty(), List.of());
        String name = url.password().isPresent() ? url.user().orElse("immich-pg-monitor") : "immich-pg-monitor";
        if (!mode.equals("hookshot")) {
            return new MatrixWebhook(hook(base, token), name, mode.equals("slack"));
        }
        List<String> path = new ArrayList<>(
                Stream.of(url.parameter("path").orElse("webhook").split("/"))
                        .filter(part -> !part.isBlank())
                        .toList());
        path.add(token);
        return new MatrixWebhook(ServiceUrl.resolved(base, path), name, true);
    }

    private static URI hook(URI base, String token) {
        return ServiceUrl.resolved(base, List.of("api", "v1", "matrix", "hook", token));
    }

    @Override
    public String title() {
        return "a Matrix webhook at " + address.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(asSlack ? "username" : "displayName", name);
        if (!asSlack) {
            json.put("format", "plain");
        }
        json.put(
                "text",
                Texts.shortened(
                        notice.title() + "\n" + notice.textWithoutLink(),
                        notice.link().map(URI::toString).orElse(""),
                        LONGEST));
        NotDelivered.orThrow(delivery.http().exchange(Http.Call.postJson(address, json)));
    }
}
