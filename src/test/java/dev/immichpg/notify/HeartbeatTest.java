package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {

    @ParameterizedTest
    @CsvSource({
        "https://hc-ping.com/uuid, true, GET https://hc-ping.com/uuid",
        "https://hc-ping.com/uuid, false, GET https://hc-ping.com/uuid/fail",
        "http://kuma:3001/api/push/abc?status=up&msg=OK&ping=, true,"
                + " GET http://kuma:3001/api/push/abc?msg=a%20b&ping=12&status=up",
        "http://kuma:3001/api/push/abc, false, GET http://kuma:3001/api/push/abc?status=down&msg=a%20b&ping=12",
        "https://:tok@gatus.example.org/api/v1/endpoints/core_pg/external, true,"
                + " POST https://gatus.example.org/api/v1/endpoints/core_pg/external?success=true&duration=12ms",
        "https://cronitor.link/p/key/name, false, GET https://cronitor.link/p/key/name?state=fail&message=a%20b",
    })
    void eachKindIsAskedAsItWants(String url, boolean well, String expected) {
        Http.Call call = Heartbeat.parse(url).call(well, "a b", Duration.ofMillis(12));
        assertEquals(sorted(expected), sorted(call.method() + " " + call.uri()));
    }

    private static String sorted(String call) {
        int question = call.indexOf('?');
        return question < 0
                ? call
                : call.substring(0, question + 1)
                        + Stream.of(call.substring(question + 1).split("&"))
                                .sorted()
                                .collect(Collectors.joining("&"));
    }

    @Test
    void aTokenBeforeTheHostIsSentAsOne() {
        Http.Call call =
                Heartbeat.parse("https://:tok@g/api/v1/endpoints/x/external").call(true, "", Duration.ZERO);
        assertEquals("Bearer tok", call.headers().get("Authorization"));
    }

    @Test
    void nothingButHttp() {
        String words = assertThrows(IllegalArgumentException.class, () -> Heartbeat.parse("file:///etc/secret"))
                .getMessage();
        assertFalse(words.contains("secret"), words);
        assertEquals(
                "heartbeat at h:1",
                Heartbeat.parse("http://u:secret@h:1/secret").toString());
    }
}
