package dev.immichpg.notify;

import dev.immichpg.document.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a service is asked: one request, one answer. */
interface Http {

    /** @throws IOException where no answer came, with words that say why and hold no secret */
    Answer exchange(Call call) throws IOException, InterruptedException;

    /**
     * @param body empty: none
     * @param headers by name
     */
    record Call(String method, URI uri, Map<String, String> headers, byte[] body) {

        public Call {
            headers = Map.copyOf(headers);
            body = body.clone();
        }

        static Call get(URI uri) {
            return new Call("GET", uri, Map.of(), new byte[0]);
        }

        static Call postJson(URI uri, Object json) {
            return json("POST", uri, json);
        }

        static Call json(String method, URI uri, Object json) {
            return new Call(
                    method,
                    uri,
                    Map.of("Content-Type", "application/json"),
                    Json.text(json).getBytes(StandardCharsets.UTF_8));
        }

        Call with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Call(method, uri, more, body);
        }

        /** Never the address: a token may be in it. */
        @Override
        public String toString() {
            return method + " (hidden)";
        }
    }

    /**
     * @param retryAfterSeconds how long the service wants us to wait; 0: it does not say
     * @param body the beginning of it, as text
     */
    record Answer(int status, long retryAfterSeconds, String body) {

        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }
}
