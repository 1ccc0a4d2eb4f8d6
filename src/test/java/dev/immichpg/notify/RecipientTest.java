package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Apprise takes them, and then sends to nobody: there is no topic and no room in them. */
    private static final Set<String> REJECTED_HERE = Set.of("ntfy://", "ntfy://bad!topic", "matrix://user:pass@host");

    static Stream<String[]> apprise() throws IOException {
        try (var in = RecipientTest.class.getResourceAsStream("apprise.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t", 2));
        }
    }

    @ParameterizedTest
    @MethodSource("apprise")
    void whatAppriseAcceptsIsAcceptedAndWhatItRejectsIsRejected(String verdict, String url) {
        boolean accepted;
        try {
            Recipient.parse(url);
            accepted = true;
        } catch (IllegalArgumentException e) {
            accepted = false;
            assertTrue(e.getMessage().endsWith("."), e::getMessage);
        }
        assertEquals(verdict.equals("accepts") && !REJECTED_HERE.contains(url), accepted, url);
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
        "hassios://h.example.org/secret-word, Home Assistant at h.example.org:443",
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
                "json://me:sec%ret@host/",
                "tgram://secret/1",
                "hassio://host/secret/bad!secret",
                "secret",
            })
    void whatIsWrongIsSaidWithoutTheAddress(String url) {
        String words = assertThrows(IllegalArgumentException.class, () -> Recipient.parse(url))
                .getMessage();
        assertFalse(words.contains("secret"), words);
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
