package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.notify.Http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are understood as Apprise understands them (apprise.tsv is what Apprise 2.3.0 says), and shown to nobody. */
class RecipientTest {

    /** Apprise takes them, and then sends to nobody, or to less than was written, or cannot send. */
    private static final Set<String> REJECTED_HERE = Set.of(
            "ntfy://",
            "ntfy://bad!topic",
            "ntfy://-host/a",
            "ntfy://host:99999/a",
            "gotify://host:0/token",
            "tgram://123456789:abcdefg_hijklmnop/%20",
            "https://ntfy.sh",
            "https://ntfy.sh/bad!topic",
            // As a guest, whom hardly a server lets in.
            "matrix://localhost/#room",
            "matrix://localhost?mode=off",
            "pover://user@token/dev ice",
            "pover://user@token/devicedevicedevicedevicedevice",
            "json://host:0",
            "json://host:70000",
            // A message in a request that has no body, or by a method that the JDK's client does not know.
            "json://host/a/?method=get",
            "json://host?method=patch");

    /** What they ask here, and why. */
    private static final Map<String, List<String>> ASKED_OTHERWISE = Map.of(
            // ntfy.sh is asked by TLS, whatever is written.
            "ntfy://ntfy.sh/topic",
            List.of("POST https://ntfy.sh"),
            "ntfy://tk_abcdefghijklmnopqrstuvwxyz0123@ntfy.sh/a",
            List.of("POST https://ntfy.sh Bearer tk_abcdefghijklmnopqrstuvwxyz0123"),
            // Its accounts are a use of ntfy.sh too.
            "ntfy://user:pw@topic",
            List.of("POST https://ntfy.sh Basic dXNlcjpwdw=="),
            // So Discord itself calls a thread.
            "https://discord.com/api/webhooks/000/AAA?thread_id=5",
            List.of("POST https://discord.com/api/webhooks/000/AAA?thread_id=5"),
            // Home Assistant takes a token and no password, and an action follows the token.
            "hassio://user@host:8123/a.b.c",
            List.of("POST http://host:8123/api/services/persistent_notification/create Bearer a.b.c"),
            "hassio://user:pw@host/token",
            List.of("POST http://host:8123/api/services/persistent_notification/create Bearer token"),
            "hassios://host/token/mobile_app_phone",
            List.of("POST https://host/api/services/notify/mobile_app_phone Bearer token"));

    /** What Apprise makes of an address (apprise-table.py). What it asks is empty where it goes another way. */
    record Row(boolean accepted, List<String> asked, String url) {}

    /** Of a service that takes everything: Slack, Telegram's updates, a login to Matrix and a room. */
    private static final String ANSWER = "{\"ok\":true,\"access_token\":\"t\",\"room_id\":\"!r:h\","
            + "\"joined_rooms\":[\"!r:h\"],\"result\":[{\"message\":{\"chat\":{\"id\":7}}}]}";

    static Stream<Row> apprise() throws IOException {
        try (var in = RecipientTest.class.getResourceAsStream("apprise.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(RecipientTest::row);
        }
    }

    private static Row row(String line) {
        String[] columns = line.split("\t", 3);
        List<String> asked = columns[1].isEmpty() ? List.of() : List.of(columns[1].split(" \\+ "));
        return new Row(columns[0].equals("accepts"), asked, columns[2]);
    }

    @ParameterizedTest
    @MethodSource("apprise")
    void anAddressMeansWhatItMeansToApprise(Row row) throws Exception {
        Scripted http = new Scripted(call -> new Answer(200, 0, ANSWER));
        boolean accepted;
        try {
            Recipient.parse(row.url()).send(new Delivery(MessengersTest.NOTICE, http, Set.of()));
            accepted = true;
        } catch (IllegalArgumentException e) {
            accepted = false;
            assertTrue(e.getMessage().endsWith("."), e::getMessage);
        }
        assertEquals(row.accepted() && !REJECTED_HERE.contains(row.url()), accepted, row.url());
        if (accepted && !row.asked().isEmpty()) {
            // In which order several are asked is no matter.
            assertEquals(
                    ASKED_OTHERWISE.getOrDefault(row.url(), row.asked()).stream()
                            .sorted()
                            .toList(),
                    asked(http).stream().sorted().toList(),
                    row.url());
        }
    }

    private static List<String> asked(Scripted http) {
        return http.calls.stream()
                // Telegram takes GET as well where nothing is sent.
                .map(call -> call.method().replace("GET", "POST") + " " + call.uri()
                        + Optional.ofNullable(call.headers().get("Authorization"))
                                .or(() -> Optional.ofNullable(call.headers().get("X-Gotify-Key")))
                                .map(said -> " " + said)
                                .orElse(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "ntfy://topic, ntfy at ntfy.sh",
        "ntfys://me:secret-word@ntfy.example.org:8443/topic, ntfy at ntfy.example.org:8443",
        "gotifys://g.example.org/secret-word, Gotify at g.example.org",
        "discord://secret-id/secret-word, Discord",
        "slack://TSECRET/BSECRET/secretword, Slack",
        "tgram://123:secret-word/1, Telegram",
        "matrixs://me:secret-word@m.example.org/#room, Matrix at m.example.org",
        "pover://secret-user@secret-word, Pushover",
        "jsons://me:secret-word@j.example.org/secret-path, a webhook at j.example.org",
        "apprises://a.example.org/secret-word, Apprise at a.example.org",
        "hassios://h.example.org/secret-word, Home Assistant at h.example.org",
        "hassio://h/secret-word, Home Assistant at h:8123",
        "alertmanager://me:secret-word@am, Alertmanager at am:9093",
    })
    void theTitleSaysWhereItGoesAndNoSecret(String url, String title) {
        Recipient recipient = Recipient.parse(url);
        assertEquals(title, recipient.title());
        assertEquals(title, recipient.toString());
        assertFalse(recipient.toString().contains("secret"), recipient::toString);
        assertFalse(ServiceUrl.parse(url).toString().contains("secret"));
        assertFalse(new SecretUrl.Literal<>(recipient).toString().contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ntfy://me:secret@host/bad!secret",
                "gotify://secret@host",
                "json://secret host/",
                "json://me:secret@host:99999/",
                "https://hooks.slack.com/services/secret",
                "https://me:secret@example.org/secret",
                "pover://secret@secret?key=secret",
                "ntfys://host/a?auth=secret",
                "tgram://secret/1",
                "hassio://host/secret/bad!secret",
                "secret",
            })
    void whatIsWrongIsSaidWithoutTheAddress(String url) {
        String words = assertThrows(IllegalArgumentException.class, () -> Recipient.parse(url))
                .getMessage();
        assertFalse(words.contains("secret"), words);
    }

    /** What a service's own page shows can be pasted; what else stands on the web is none of ours. */
    @Test
    void aWebAddressIsThatOfAServiceOrItIsSaidWhatToWrite() {
        String pasted = "https://discord.com/api/webhooks/123/secret-word";
        assertEquals(Recipient.parse("discord://123/secret-word"), Recipient.parse(pasted));
        assertFalse(Recipient.parse(pasted).toString().contains("secret"));
        assertEquals(
                "Slack",
                Recipient.parse("https://hooks.slack.com/services/T1/B1/x").title());
        assertEquals("ntfy at ntfy.sh", Recipient.parse("https://ntfy.sh/topic").title());
        String words = assertThrows(
                        IllegalArgumentException.class, () -> Recipient.parse("https://example.org/secret-hook"))
                .getMessage();
        assertTrue(words.contains("write jsons:// instead of https://"), words);
    }

    @Test
    void mailIsLeftToApprise() {
        String words = assertThrows(
                        IllegalArgumentException.class, () -> Recipient.parse("mailtos://me:secret@example.org"))
                .getMessage();
        assertTrue(words.contains("apprise"), words);
    }

    @Test
    void anAddressInAFileIsReadEachTime(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("url");
        SecretUrl<Recipient> url = new SecretUrl.InFile<>(file, Recipient::parse);
        assertTrue(assertThrows(IllegalArgumentException.class, url::read)
                .getMessage()
                .contains("there is no such file"));
        Files.writeString(file, "gotify://one/secret-token\n");
        assertEquals("Gotify at one", url.read().title());
        Files.writeString(file, "gotify://two/secret-token");
        assertEquals("Gotify at two", url.read().title());
        Files.writeString(file, "gotify://secret-host");
        String words = assertThrows(IllegalArgumentException.class, url::read).getMessage();
        assertFalse(words.contains("secret-host"), words);
    }
}
