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
            "pover://user@token/devicedevicedevicedevicedevice",
            "json://host:0",
            "json://host:70000",
            // A message in a request that has no body, or by a method that the JDK's client does not know.
            "json://host/a/?method=get",
            "json://host?method=patch",
            "json://host?method=delete",
            "json://host?method=head",
            "json://host?method=UPDATE",
            // No port, or none that there is.
            "ntfy://host:0/a",
            "ntfy://host:65536/a",
            "ntfy://host:/a",
            "gotify://host:70000/token",
            "apprise://host:70000/key",
            "hassio://host:70000/token",
            "hassio://host:0/token",
            "json://host:+80/x",
            // No host.
            "ntfy://192.168.1.500/a",
            "ntfys://[fe80::1%25eth0]/a",
            // Nobody, or nobody who can exist.
            "ntfys://host/%2Fa",
            "ntfys://host/a+b",
            "ntfys://host/ä",
            "ntfys://host/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggh",
            "ntfy://a?mode=private",
            "tgram://123456789:abcdefg_hijklmnop/1:abc",
            "tgram://123456789:abcdefg_hijklmnop/+49123",
            "pover://user@token/dev.ice",
            "hassio://host/a.b.c/bad!x",
            "matrixs://@host/#room",
            "matrixs://:@host/#room");

    /** What they ask here, and why. */
    private static final Map<String, List<String>> ASKED_OTHERWISE = Map.ofEntries(
            // ntfy.sh is asked by TLS, whatever is written.
            Map.entry("ntfy://ntfy.sh/topic", List.of("POST https://ntfy.sh")),
            Map.entry(
                    "ntfy://tk_abcdefghijklmnopqrstuvwxyz0123@ntfy.sh/a",
                    List.of("POST https://ntfy.sh Bearer tk_abcdefghijklmnopqrstuvwxyz0123")),
            // Its accounts are a use of ntfy.sh too.
            Map.entry("ntfy://user:pw@topic", List.of("POST https://ntfy.sh Basic dXNlcjpwdw==")),
            // So Discord itself calls a thread.
            Map.entry(
                    "https://discord.com/api/webhooks/000/AAA?thread_id=5",
                    List.of("POST https://discord.com/api/webhooks/000/AAA?thread_id=5")),
            // Home Assistant takes a token and no password, and an action follows the token.
            Map.entry(
                    "hassio://user@host:8123/a.b.c",
                    List.of("POST http://host:8123/api/services/persistent_notification/create Bearer a.b.c")),
            Map.entry(
                    "hassio://user:pw@host/token",
                    List.of("POST http://host:8123/api/services/persistent_notification/create Bearer token")),
            Map.entry(
                    "hassios://host/token/mobile_app_phone",
                    List.of("POST https://host/api/services/notify/mobile_app_phone Bearer token")),
            // The same accounts of ntfy.sh.
            Map.entry("ntfy://user@topic", List.of("POST https://ntfy.sh Basic dXNlcjo=")),
            Map.entry("ntfy://user:pw@?mode=cloud&to=a", List.of("POST https://ntfy.sh Basic dXNlcjpwdw==")),
            // A password with a colon or an @ is not cut off.
            Map.entry("ntfys://user:p:w@host/a", List.of("POST https://host Basic dXNlcjpwOnc=")),
            Map.entry("ntfys://user:p@w@host/a", List.of("POST https://host Basic dXNlcjpwQHc=")),
            Map.entry("json://a@b@host/x", List.of("POST http://host/x Basic YUBiOg==")),
            // Written as an address has to be.
            Map.entry("discord://id/tok%2Fen", List.of("POST https://discord.com/api/webhooks/id/tok%2Fen")),
            Map.entry("discord://id/tok%20en", List.of("POST https://discord.com/api/webhooks/id/tok%20en")),
            Map.entry("discord://1 2/token", List.of("POST https://discord.com/api/webhooks/1%202/token")),
            Map.entry("discord://[::1]/token", List.of("POST https://discord.com/api/webhooks/%5B::1%5D/token")),
            Map.entry("json://host:443/", List.of("POST http://host:443")),
            Map.entry("json://host/a;b=c", List.of("POST http://host/a;b=c")),
            Map.entry(
                    "discord://id/token?thread_id=7",
                    List.of("POST https://discord.com/api/webhooks/id/token?thread_id=7")),
            // The path of a proxy is asked in any case.
            Map.entry(
                    "hassios://host/token?nid=mine&prefix=/ha",
                    List.of("POST https://host/ha/api/services/persistent_notification/create Bearer token")),
            Map.entry(
                    "hassio://host/token?prefix=ha",
                    List.of("POST http://host:8123/ha/api/services/persistent_notification/create Bearer token")),
            Map.entry(
                    "hassio://host/token?prefix=/ha/",
                    List.of("POST http://host:8123/ha/api/services/persistent_notification/create Bearer token")),
            Map.entry(
                    "hassio://host/token?prefix=/a/b",
                    List.of("POST http://host:8123/a/b/api/services/persistent_notification/create Bearer token")),
            Map.entry(
                    "hassio://host/a.b.c?prefix=/ha",
                    List.of("POST http://host:8123/ha/api/services/persistent_notification/create Bearer a.b.c")),
            Map.entry(
                    "hassio://host/pre/fix/token",
                    List.of(
                            "POST http://host:8123/api/services/notify/fix Bearer pre",
                            "POST http://host:8123/api/services/notify/token Bearer pre")),
            Map.entry(
                    "hassio://host/a.b.c/domain.service:target",
                    List.of("POST http://host:8123/api/services/domain/service Bearer a.b.c")),
            Map.entry(
                    "hassio://user@host/a.b.c/one",
                    List.of("POST http://host:8123/api/services/notify/one Bearer a.b.c")),
            Map.entry(
                    "hassio://user:pw@host/a.b.c",
                    List.of("POST http://host:8123/api/services/persistent_notification/create Bearer a.b.c")),
            // Each of several has a request of its own, so that nobody gets it twice.
            Map.entry(
                    "hassio://host/a.b.c/one:x,y?batch=yes",
                    List.of(
                            "POST http://host:8123/api/services/notify/one Bearer a.b.c",
                            "POST http://host:8123/api/services/notify/one Bearer a.b.c")));

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
