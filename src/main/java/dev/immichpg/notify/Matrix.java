package dev.immichpg.notify;

import dev.immichpg.input.InvalidJson;
import dev.immichpg.input.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Matrix: {@code matrixs://user:password@host/#room} or {@code matrixs://token@host/!room:host} (spec.matrix.org, client-server
 * API v3). A notice that is sent again has the same transaction, so that the room sees it once. Not encrypted.
 *
 * @param token empty: it logs in first
 */
record Matrix(URI base, Optional<String> token, String user, String password, List<String> rooms) implements Messenger {

    private static final int LONGEST = 8_000;

    static Messenger of(ServiceUrl url) {
        List<String> rooms = url.targets();
        if (url.user().isEmpty() && url.password().isEmpty() || rooms.isEmpty()) {
            throw new IllegalArgumentException(
                    "this address needs a login and a room: matrixs://user:password@host/#room, or token@host.");
        }
        URI base = url.base(url.isTls(), OptionalInt.empty(), List.of());
        boolean both = url.user().isPresent() && url.password().isPresent();
        return new Matrix(
                base,
                both ? Optional.empty() : url.user().or(url::password),
                url.user().orElse(""),
                url.password().orElse(""),
                rooms.stream().map(room -> named(room, url.host())).toList());
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
    public void send(Notice notice, Http http) throws NotDelivered, IOException, InterruptedException {
        String bearer = "Bearer " + (token.isPresent() ? token.get() : login(http));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("msgtype", "m.text");
        json.put(
                "body",
                Texts.shortened(
                        notice.title() + "\n" + notice.textWithoutLink(),
                        notice.link().map(URI::toString).orElse(""),
                        LONGEST));
        for (String room : rooms) {
            Http.Answer joined = NotDelivered.orThrow(http.exchange(
                    Http.Call.postJson(api("join", room), Map.of()).with("Authorization", bearer)));
            String id = text(joined, "room_id");
            NotDelivered.orThrow(
                    http.exchange(Http.Call.json("PUT", api("rooms", id, "send", "m.room.message", notice.id()), json)
                            .with("Authorization", bearer)));
        }
        if (token.isEmpty()) {
            // Else each notice would leave one more device behind.
            http.exchange(Http.Call.postJson(api("logout"), Map.of()).with("Authorization", bearer));
        }
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
