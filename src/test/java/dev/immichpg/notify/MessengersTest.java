package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.immichpg.notify.Http.Answer;
import dev.immichpg.notify.Http.Call;
import dev.immichpg.notify.Notice.Alert;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each service is sent, as its own documentation wants it. */
class MessengersTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final URI LINK = URI.create("https://pg.example.org/databases/home");

    /** A name from a database that every kind of markup would take for its own. */
    private static final String EVIL = "<@everyone> *b* _i_ [x](http://evil) `c` & \u202e";

    static final Notice NOTICE = notice(Level.CRITICAL, "home: Immich would not start");

    private static Notice notice(Level level, String title) {
        return new Notice(
                "phone-1",
                NOON,
                level,
                title,
                List.of(
                        "New, critical: the extension is missing. " + EVIL,
                        "First step: CREATE EXTENSION vchord CASCADE;"),
                Optional.of(LINK),
                List.of(
                        new Alert("ImmichPgStartBlocked", "home", Optional.empty(), Level.CRITICAL, "no", NOON, true),
                        new Alert(
                                "ImmichPgCheckProblem",
                                "home",
                                Optional.of("preload-library-missing"),
                                Level.WARNING,
                                "was",
                                NOON.minusSeconds(60),
                                false)));
    }

    private static Scripted sent(String url) throws Exception {
        return sent(url, NOTICE);
    }

    private static Scripted sent(String url, Notice notice) throws Exception {
        Scripted http = Scripted.takingAll();
        Recipient.parse(url).send(new Delivery(notice, http, Set.of()));
        return http;
    }

    @Test
    void ntfy() throws Exception {
        Scripted http = sent("ntfys://tk_abc@ntfy.example.org/one/two");
        assertEquals(URI.create("https://ntfy.example.org"), http.uri(0));
        assertEquals("Bearer tk_abc", http.calls.get(0).headers().get("Authorization"));
        JsonNode json = http.json(0);
        assertEquals("one", json.get("topic").asText());
        assertEquals("two", http.json(1).get("topic").asText());
        assertEquals("home: Immich would not start", json.get("title").asText());
        assertEquals(5, json.get("priority").asInt());
        assertEquals(LINK.toString(), json.get("click").asText());
        assertTrue(json.get("message").asText().contains("First step: CREATE EXTENSION"), json::toString);
        assertEquals(
                "Basic bWU6cHc=",
                sent("ntfy://me:pw@host/t").calls.get(0).headers().get("Authorization"));
        assertEquals(URI.create("http://host:81"), sent("ntfy://host:81/t").uri(0));
        assertEquals(URI.create("https://ntfy.sh"), sent("ntfy://topic").uri(0));
        assertEquals(
                3,
                sent("ntfy://topic", notice(Level.OK, "x"))
                        .json(0)
                        .get("priority")
                        .asInt());
    }

    @Test
    void gotify() throws Exception {
        Scripted http = sent("gotifys://host/pre/fix/token");
        assertEquals(URI.create("https://host/pre/fix/message"), http.uri(0));
        assertEquals("token", http.calls.get(0).headers().get("X-Gotify-Key"));
        assertEquals(8, http.json(0).get("priority").asInt());
        assertEquals(
                LINK.toString(),
                http.json(0).at("/extras/client::notification/click/url").asText());
    }

    @Test
    void discord() throws Exception {
        Scripted http = sent("discord://12345/to-ken_1");
        assertEquals(URI.create("https://discord.com/api/webhooks/12345/to-ken_1"), http.uri(0));
        String content = http.json(0).get("content").asText();
        assertTrue(content.startsWith("**home\\: Immich would not start**\n"), content);
        assertTrue(content.endsWith("\n" + LINK), content);
        assertFalse(content.contains("<@everyone>"), content);
        assertFalse(content.contains("[x](http"), content);
        assertTrue(http.json(0).at("/allowed_mentions/parse").isEmpty());
    }

    @Test
    void slack() throws Exception {
        Scripted hook = sent("slack://T1/B2/xyz/#general");
        assertEquals(URI.create("https://hooks.slack.com/services/T1/B2/xyz"), hook.uri(0));
        assertEquals("#general", hook.json(0).get("channel").asText());
        assertTrue(hook.json(0).get("text").asText().contains("&lt;@everyone&gt;"), hook.json(0)::toString);

        Scripted bot = sent("slack://xoxb-1-2-abc/#ops");
        assertEquals(URI.create("https://slack.com/api/chat.postMessage"), bot.uri(0));
        assertEquals("Bearer xoxb-1-2-abc", bot.calls.get(0).headers().get("Authorization"));

        Scripted refusing = new Scripted(call -> new Answer(200, 0, "{\"ok\":false,\"error\":\"channel_not_found\"}"));
        NotDelivered why = assertThrows(
                NotDelivered.class,
                () -> Recipient.parse("slack://xoxb-1-2-abc/#ops").send(new Delivery(NOTICE, refusing, Set.of())));
        assertTrue(why.getMessage().contains("channel_not_found"), why::getMessage);
    }

    @Test
    void telegram() throws Exception {
        Scripted http = sent("tgram://123:abc/-100/name");
        assertEquals(URI.create("https://api.telegram.org/bot123:abc/sendMessage"), http.uri(0));
        assertEquals("-100", http.json(0).get("chat_id").asText());
        assertEquals("@name", http.json(1).get("chat_id").asText());
        assertFalse(http.json(0).has("parse_mode"), "as plain text, a name is no markup");

        JsonNode forum = sent("tgram://123:abc/-100:7").json(0);
        assertEquals("-100", forum.get("chat_id").asText());
        assertEquals(7, forum.get("message_thread_id").asInt());
        assertEquals(
                9,
                sent("tgram://123:abc/-100?topic=9")
                        .json(0)
                        .get("message_thread_id")
                        .asInt());
        assertEquals("5", sent("tgram://123:abc?to=5").json(0).get("chat_id").asText(), "not the last who wrote");

        Scripted detecting = new Scripted(call -> new Answer(
                200,
                0,
                call.method().equals("GET")
                        ? "{\"ok\":true,\"result\":[{\"message\":{\"chat\":{\"id\":7}}},{\"message\":{\"chat\":{\"id\":8}}}]}"
                        : "{}"));
        Recipient.parse("tgram://123:abc").send(new Delivery(NOTICE, detecting, Set.of()));
        assertEquals("8", detecting.json(1).get("chat_id").asText());
    }

    @Test
    void matrix() throws Exception {
        Scripted http = new Scripted(call -> new Answer(
                200,
                0,
                call.uri().getPath().endsWith("/login")
                        ? "{\"access_token\":\"t0k3n\"}"
                        : "{\"room_id\":\"!id:host\"}"));
        Recipient.parse("matrixs://me:pw@host/#room").send(new Delivery(NOTICE, http, Set.of()));
        assertEquals(URI.create("https://host/_matrix/client/v3/login"), http.uri(0));
        assertEquals("pw", http.json(0).get("password").asText());
        assertEquals(
                "https://host/_matrix/client/v3/join/%23room:host", http.uri(1).toString());
        assertEquals("Bearer t0k3n", http.calls.get(1).headers().get("Authorization"));
        assertEquals("PUT", http.calls.get(2).method());
        assertEquals(
                "https://host/_matrix/client/v3/rooms/!id:host/send/m.room.message/phone-1",
                http.uri(2).toString());
        assertEquals("m.text", http.json(2).get("msgtype").asText());
        assertTrue(http.uri(3).getPath().endsWith("/logout"));
    }

    @Test
    void pushover() throws Exception {
        Scripted http = sent("pover://user@token/phone/tablet");
        JsonNode json = http.json(0);
        assertEquals("token", json.get("token").asText());
        assertEquals("user", json.get("user").asText());
        assertEquals("phone,tablet", json.get("device").asText());
        assertEquals(1, json.get("priority").asInt());
        assertTrue(json.get("message").asText().length() <= 1024);
    }

    /** The documented schema. */
    @Test
    void webhook() throws Exception {
        Scripted http = sent("jsons://me:pw@host:8443/a%20b/c");
        assertEquals(URI.create("https://host:8443/a%20b/c"), http.uri(0));
        JsonNode json = http.json(0);
        assertEquals("failure", json.get("type").asText());
        assertEquals("critical", json.get("level").asText());
        assertEquals("home", json.at("/alerts/0/database").asText());
        assertTrue(json.at("/alerts/0/active").asBoolean());
        assertEquals("preload-library-missing", json.at("/alerts/1/check").asText());
        String page = Files.readString(Path.of("docs", "how-to", "notices.md"));
        json.fieldNames().forEachRemaining(key -> assertTrue(page.contains("`" + key + "`"), key));
    }

    @Test
    void aWebhookOfOtherManners() throws Exception {
        Scripted http = sent("jsons://me:pw@host/h%C3%BCtte/?method=put&+X-Key=a%20b&-b=2&-a=%C3%BC&other=1");
        assertEquals("PUT", http.calls.get(0).method());
        assertEquals("https://host/h%C3%BCtte/?a=%C3%BC&b=2", http.uri(0).toString());
        assertEquals("a b", http.calls.get(0).headers().get("X-Key"));
        assertEquals("Basic bWU6cHc=", http.calls.get(0).headers().get("Authorization"));
        assertEquals("application/json", http.calls.get(0).headers().get("Content-Type"));
        for (String url : List.of("json://h?method=delete", "json://h?+X%20Y=1", "json://h?+X=a%0D%0AY:b")) {
            assertThrows(IllegalArgumentException.class, () -> Recipient.parse(url), url);
        }
    }

    @Test
    void apprise() throws Exception {
        Scripted http = sent("apprises://host/pre/key?tags=a,b");
        assertEquals(URI.create("https://host/pre/notify/key"), http.uri(0));
        assertEquals("failure", http.json(0).get("type").asText());
        assertEquals("a,b", http.json(0).get("tag").asText());
        Scripted nothing = new Scripted(call -> new Answer(204, 0, ""));
        assertThrows(
                NotDelivered.class,
                () -> Recipient.parse("apprise://host/key").send(new Delivery(NOTICE, nothing, Set.of())));
    }

    @Test
    void homeAssistant() throws Exception {
        Scripted http = sent("hassio://host/eyJhbGciOi.eyJpc3M.sig-nature/mobile_app_phone");
        assertEquals(URI.create("http://host:8123/api/services/notify/mobile_app_phone"), http.uri(0));
        assertEquals(
                "Bearer eyJhbGciOi.eyJpc3M.sig-nature",
                http.calls.get(0).headers().get("Authorization"));
        assertEquals(
                URI.create("https://host/api/services/persistent_notification/create"),
                sent("hassios://host/token").uri(0));
    }

    @Test
    void alertmanager() throws Exception {
        Scripted http = sent("alertmanager://host/prefix");
        assertEquals(URI.create("http://host:9093/prefix/api/v2/alerts"), http.uri(0));
        JsonNode alerts = http.json(0);
        assertEquals("ImmichPgStartBlocked", alerts.at("/0/labels/alertname").asText());
        assertTrue(Instant.parse(alerts.at("/0/endsAt").asText()).isAfter(NOON.plus(Duration.ofDays(2))));
        assertEquals(NOON.toString(), alerts.at("/1/endsAt").asText());
        assertEquals("preload-library-missing", alerts.at("/1/labels/check").asText());
        String rules = Files.readString(Path.of("deploy", "prometheus", "alerts.yml"));
        alerts.forEach(alert -> assertTrue(
                rules.contains("alert: " + alert.at("/labels/alertname").asText() + "\n"), alert::toString));
    }

    @ParameterizedTest
    @CsvSource({
        "401, does not accept the user, false",
        "403, does not allow, false",
        "404, knows no such, false",
        "302, redirects are not followed, false",
        "413, too long, true",
        "400, does not take the message, true",
        "500, a fault of its own, false",
        "429, too many, false",
    })
    void whatAServiceAnswersIsSaid(int status, String words, boolean refused) {
        Scripted http = new Scripted(call -> new Answer(status, 7, "token-in-url was wrong"));
        NotDelivered why = assertThrows(
                NotDelivered.class,
                () -> Recipient.parse("gotify://host/token-in-url").send(new Delivery(NOTICE, http, Set.of())));
        assertTrue(why.getMessage().contains(words), why::getMessage);
        assertFalse(why.getMessage().contains("token-in-url"), why::getMessage);
        assertEquals(Duration.ofSeconds(7), why.notBefore());
        assertEquals(refused, why.isRefused());
    }

    /** Discord and Telegram say it in seconds, Matrix in milliseconds, and none of them must say it in a header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\":\"You are being rate limited.\",\"retry_after\":64.57,\"global\":false}|65000",
                "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":30}}|31000",
                "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2000}|2000",
                "nothing|0",
            })
    void howLongToWaitCanStandInTheAnswer(String body, long millis) {
        NotDelivered why = assertThrows(NotDelivered.class, () -> NotDelivered.orThrow(new Answer(429, 0, body)));
        assertEquals(Duration.ofMillis(millis), why.notBefore());
    }

    /** Of several for whom a notice is, who has it does not get it again, and one that is gone keeps nobody from it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ntfy://host/gone/there",
                "slack://A/B/C/#gone/#there",
                "tgram://123:abc/gone/there",
                "hassio://host/a.b.c/gone/there",
                "pover://there@token/device/#gone",
                "matrix://token@host/#gone/#there"
            })
    void nobodyIsToldTwice(String url) throws Exception {
        Scripted http =
                new Scripted(call -> (call.uri() + new String(call.body(), StandardCharsets.UTF_8)).contains("gone")
                        ? new Answer(404, 0, "")
                        : new Answer(200, 0, "{\"room_id\":\"!r:host\"}"));
        Recipient recipient = Recipient.parse(url);
        Delivery first = new Delivery(NOTICE, http, Set.of());
        boolean refused =
                assertThrows(NotDelivered.class, () -> recipient.send(first)).isRefused();
        long told = http.calls.stream().filter(MessengersTest::isOfThere).count();
        assertTrue(told > 0, url);
        assertTrue(refused, "what one of them lacks is not tried for a day while the others wait");
        Delivery second = new Delivery(NOTICE, http, first.taken());
        assertThrows(NotDelivered.class, () -> recipient.send(second));
        assertEquals(told, http.calls.stream().filter(MessengersTest::isOfThere).count(), url);
    }

    /** The names of these two have the same hash code in Java. */
    @Test
    void nobodyIsTakenForSomebodyElse() throws Exception {
        Scripted http = new Scripted(call -> new Answer(200, 0, "{}"));
        Recipient.parse("ntfy://host/Aa/BB").send(new Delivery(NOTICE, http, Set.of()));
        assertEquals(2, http.calls.size());
    }

    private static boolean isOfThere(Call call) {
        return (call.uri() + new String(call.body(), StandardCharsets.UTF_8)).contains("there");
    }

    @Test
    void matrixWithoutARoomWritesToEachThatItHasJoined() throws Exception {
        Scripted http = new Scripted(call -> new Answer(
                200,
                0,
                call.method().equals("GET") ? "{\"joined_rooms\":[\"!a:h\",\"!b:h\"]}" : "{\"room_id\":\"!x:h\"}"));
        Recipient.parse("matrixs://me:token@host?token=t&msgtype=notice").send(new Delivery(NOTICE, http, Set.of()));
        assertEquals(5, http.calls.size());
        assertTrue(http.uri(1).toString().endsWith("/join/!a:h"), http.uri(1)::toString);
        assertEquals("m.notice", http.json(2).get("msgtype").asText());
    }

    @Test
    void webhooksOfMatrix() throws Exception {
        Scripted http = sent("matrixs://me:secret@host?mode=hookshot&path=%2Fhooks");
        assertEquals(URI.create("https://host/hooks/secret"), http.uri(0));
        assertEquals("me", http.json(0).get("username").asText());
        assertTrue(http.json(0).get("text").asText().contains("First step"), http.json(0)::toString);
        JsonNode plain = sent("matrixs://secret@host?mode=matrix").json(0);
        assertEquals("plain", plain.get("format").asText(), "a name is no markup");
        assertEquals("immich-pg-monitor", plain.get("displayName").asText());
    }

    @Test
    void aWebhookWithOtherKeys() throws Exception {
        JsonNode json = sent("json://host?:message=text&:version=&:attachments&:file_url=x")
                .json(0);
        assertTrue(json.get("text").asText().contains("First step"), json::toString);
        assertFalse(json.has("message") || json.has("version") || json.has("attachments"), json::toString);
        assertEquals("x", json.get("file_url").asText());
    }

    /** Each line of {@link Messengers#KINDS} has its section on the page, and its address there is one. */
    @Test
    void everyServiceIsDocumented() throws Exception {
        String page = Files.readString(Path.of("docs", "how-to", "notices.md"));
        Messengers.KINDS.forEach(kind -> kind.schemes()
                .forEach(scheme ->
                        assertTrue(page.contains("`" + scheme + "://"), () -> scheme + " is not documented")));
        page.lines()
                .filter(line -> line.matches("(?:[^`]*`[a-z]+://[^`]+`).*"))
                .flatMap(line -> Pattern.compile("`([a-z]+://[^`\u2026]+)`")
                        .matcher(line)
                        .results()
                        .map(r -> r.group(1)))
                .filter(url -> !url.startsWith("http") && !url.startsWith("mailto"))
                .filter(url -> !url.endsWith("://"))
                .forEach(Recipient::parse);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ntfy://t",
                "gotify://h/t",
                "discord://1/t",
                "slack://A/B/C",
                "tgram://1:a/1",
                "pover://u@t",
                "json://h",
                "apprise://h/k",
                "hassio://h/t",
                "alertmanager://h"
            })
    void aMessageIsAsLongAsItMayBe(String url) throws Exception {
        Notice long1 = new Notice(
                "1",
                NOON,
                Level.WARNING,
                "x".repeat(5_000),
                Collections.nCopies(8, "\ud83d\ude00".repeat(3_000)),
                Optional.of(LINK),
                NOTICE.alerts());
        Scripted http = sent(url, long1);
        for (Call call : http.calls) {
            assertTrue(call.body().length < 20_000, () -> url + ": " + call.body().length);
        }
    }
}
