package dev.immichpg.notify;

import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Matrix: {@code matrixs://user:password@host/#room} or {@code matrixs://token@host/!room:host} (spec.matrix.org, client-server
 * API v3). A notice that is sent again has the same transaction, so that the room sees it once. Not encrypted.
 *
 * @param token empty: it logs in first
 * @param rooms none: each room that the account has joined
 * @param kind of message: {@code m.text}, or {@code m.notice} as bots send it
 */
record Matrix(URI base, Optional<String> token, String user, String password, List<String> rooms, String kind)
        implements Messenger {

    private static final int LONGEST = 8_000;

    static Messenger of(ServiceUrl url) {
        if (MatrixWebhook.isMeantBy(url)) {
            return MatrixWebhook.of(url);
        }
        url.choice("v", "2", "3");
        url.choice("version", "2", "3");
        Optional<String> token = url.parameter("token");
        if (url.user().isEmpty() && url.password().isEmpty() && token.isEmpty()) {
            throw new IllegalArgumentException(
                    "this address needs a login: matrixs://user:password@host/#room, or token@host.");
        }
        boolean both = url.user().isPresent() && url.password().isPresent();
        return new Matrix(
                url.base(url.isTls(), OptionalInt.empty(), List.of()),
                token.or(() -> both ? Optional.empty() : url.user().or(url::password)),
                url.user().orElse(""),
                url.password().orElse(""),
                url.targets().stream().map(room -> named(room, url.host())).toList(),
                "m." + url.choice("msgtype", "text", "notice").orElse("text").toLowerCase(Locale.ROOT));
    }

    /** Without a sign it is an alias, without a server one of this server. */
    private static String named(String room, String host) {
        String signed = room.startsWith("#") || room.startsWith("!") ? room : "#" + room;
        return signed.contains(":") || signed.startsWith("!") ? signed : signed + ":" + host;
    }

    @Override
    public String title() {
        return "Matrix at " + base.getAuthority();
    }

    @Override
    public void send(Delivery delivery) throws NotDelivered, IOException, InterruptedException {
        Notice notice = delivery.notice();
        Http http = delivery.http();
        String bearer = "Bearer " + (token.isPresent() ? token.get() : login(http));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("msgtype", kind);
        json.put(
                "body",
                Texts.shortened(
                        notice.title() + "\n" + notice.textWithoutLink(),
                        notice.link().map(URI::toString).orElse(""),
                        LONGEST));
        try {
            delivery.toEach(rooms.isEmpty() ? joined(http, bearer) : rooms, room -> {
                Http.Answer joined = NotDelivered.orThrow(http.exchange(
                        Http.Call.postJson(api("join", room), Map.of()).with("Authorization", bearer)));
                String id = text(joined, "room_id");
                NotDelivered.orThrow(http.exchange(
                        Http.Call.json("PUT", api("rooms", id, "send", "m.room.message", notice.id()), json)
                                .with("Authorization", bearer)));
            });
        } finally {
            logOut(http, bearer);
        }
    }

    /** Else each notice would leave one more device behind. That it fails is no matter of the notice. */
    private void logOut(Http http, String bearer) throws InterruptedException {
        if (token.isEmpty()) {
            try {
                http.exchange(Http.Call.postJson(api("logout"), Map.of()).with("Authorization", bearer));
            } catch (IOException e) {
                // The server ends the session some day.
            }
        }
    }

    private List<String> joined(Http http, String bearer) throws NotDelivered, IOException, InterruptedException {
        Http.Answer answer = NotDelivered.orThrow(
                http.exchange(Http.Call.get(api("joined_rooms")).with("Authorization", bearer)));
        List<String> ids = new ArrayList<>();
        try {
            StrictJson.STRICT.tree(answer.body()).path("joined_rooms").forEach(id -> ids.add(id.asText()));
        } catch (InvalidJson e) {
            // Said below.
        }
        if (ids.isEmpty()) {
            throw new NotDelivered(
                    "this account has joined no room; add the room to the address.", Duration.ZERO, false);
        }
        return ids;
    }

    private String login(Http http) throws NotDelivered, IOException, InterruptedException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "m.login.password");
        json.put("identifier", Map.of("type", "m.id.user", "user", user));
        json.put("password", password);
        json.put("initial_device_display_name", "immich-pg-monitor");
        return text(NotDelivered.orThrow(http.exchange(Http.Call.postJson(api("login"), json))), "access_token");
    }

    private URI api(String... path) {
        return ServiceUrl.resolved(ServiceUrl.resolved(base, List.of("_matrix", "client", "v3")), List.of(path));
    }

    private static String text(Http.Answer answer, String key) throws NotDelivered {
        try {
            String text = StrictJson.STRICT.tree(answer.body()).path(key).asText();
            if (!text.isEmpty()) {
                return text;
            }
        } catch (InvalidJson e) {
            // Said below.
        }
        throw new NotDelivered("it did not answer as a Matrix server does.", Duration.ZERO, false);
    }
}
