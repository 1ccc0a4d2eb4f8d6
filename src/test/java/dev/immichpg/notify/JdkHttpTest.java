package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.immichpg.fault.Certificates;
import dev.immichpg.notify.Http.Answer;
import dev.immichpg.notify.Http.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messengers that hang, lie, or are not there. */
class JdkHttpTest {

    private final Http http = new JdkHttp(Duration.ofSeconds(3));

    /** Whose answer is not that it is late: on a busy machine the first use of TLS takes its time. */
    private final Http patient = new JdkHttp(Duration.ofSeconds(60));

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private URI uri;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void anAnswer() throws Exception {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Retry-After", "17");
            exchange.sendResponseHeaders(429, 5);
            exchange.getResponseBody().write("later".getBytes());
            exchange.close();
        });
        assertEquals(new Answer(429, 17, "later"), http.exchange(Call.get(uri)));
    }

    /** A secret in a header would go along. */
    @Test
    void noRedirectIsFollowed() throws Exception {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", uri + "elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertEquals(
                302,
                http.exchange(Call.get(uri).with("Authorization", "Bearer x")).status());
        assertEquals(1, asked.get());
    }

    @Test
    void oneThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertSaid(http, "did not answer within", URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"));
        }
    }

    /** Two threads look at the time. Whichever is first, the connection did not break. */
    @Test
    void theEndOfTheTimeIsSaidInOneWay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 300; i++) {
                assertSaid(
                        new JdkHttp(Duration.ofNanos(10_000L * i)),
                        "did not answer within",
                        URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"));
            }
        }
    }

    /** The headers at once, and the body byte by byte: what was taken was taken, and is not sent again. */
    @Test
    void oneThatDrips() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 200; i++) {
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException e) {
                exchange.close();
            }
        });
        assertEquals(new Answer(200, 0, ""), new JdkHttp(Duration.ofSeconds(1)).exchange(Call.get(uri)));
    }

    /** Byte by byte, at each place of an answer: none of them is ever late by itself. */
    @ParameterizedTest
    @CsvSource({
        "the length of a chunk, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', 0, 200",
        "what follows the chunks, 'HTTP/1.1 429 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', x, 429",
        "a body of a length, 'HTTP/1.1 500 No\r\nContent-Length: 1000\r\n\r\n', x, 500",
    })
    void oneThatDripsElsewhere(String where, String first, String drop, int status) throws Exception {
        try (Raw raw = new Raw(first, drop.repeat(1_000), Duration.ofMillis(50))) {
            assertEquals(
                    status,
                    new JdkHttp(Duration.ofSeconds(1))
                            .exchange(Call.get(raw.uri()))
                            .status());
            assertTrue(raw.asked() <= 1, where);
        }
    }

    /** Before its header has ended, nobody knows what became of it. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 2"})
    void oneThatDripsItsHeader(String first) throws Exception {
        try (Raw raw = new Raw(first, "x".repeat(1_000), Duration.ofMillis(50))) {
            assertSaid(new JdkHttp(Duration.ofSeconds(1)), "did not answer within", raw.uri());
        }
    }

    @Test
    void oneThatBreaksOffHasTakenIt() throws Exception {
        try (Raw raw = new Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx", "", Duration.ZERO)) {
            assertEquals(200, patient.exchange(Call.get(raw.uri())).status());
        }
    }

    /** It may have been taken: to send it a second time would tell it twice. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void whatWasSentIsNeverSentAgain(String method) throws Exception {
        try (Raw raw = new Raw("", "", Duration.ZERO)) {
            assertSaid(patient, "the connection broke", new Call(method, raw.uri(), Map.of(), new byte[] {1, 2}));
            assertSaid(patient, "the connection broke", new Call("POST", raw.uri(), Map.of(), new byte[0]));
            assertEquals(2, raw.asked());
        }
    }

    /** Java's client for streams makes an exception of these, with the address in its text. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 407, 410, 500, 503})
    void anyStatusIsAnAnswer(int status) throws Exception {
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"x\"");
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, 5);
            exchange.getResponseBody().write("wrong".getBytes());
            exchange.close();
        });
        Call call = Call.postJson(uri.resolve("/secret"), Map.of("a", "b")).with("Authorization", "Basic eDp5");
        assertEquals(status, http.exchange(call).status());
        assertEquals(1, asked.get());
        Answer answer = http.exchange(Call.get(uri));
        assertEquals(status, answer.status());
        assertEquals("wrong", answer.body());
    }

    @Test
    void whatIsSentArrives() throws Exception {
        StringBuilder got = new StringBuilder();
        server.createContext("/", exchange -> {
            got.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
            for (String name : List.of("Authorization", "Content-Type", "Content-Length", "User-Agent")) {
                got.append(" | ").append(exchange.getRequestHeaders().getFirst(name));
            }
            got.append(" | ").append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        assertEquals(
                new Answer(204, 0, ""),
                http.exchange(Call.json("PUT", uri.resolve("/a%2Fb?c=%20d"), Map.of("k", "für"))
                        .with("Authorization", "Bearer x")));
        assertEquals(
                "PUT /a%2Fb?c=%20d | Bearer x | application/json | 12 | immich-pg-monitor | {\"k\":\"für\"}",
                got.toString().replaceAll("\\s*(?=[{}:\"])|(?<=[{:])\\s*", "").replace("|{", "| {"));
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        try (Raw raw = new Raw("220 mail.example.org ESMTP\r\n", "", Duration.ZERO)) {
            assertSaid(patient, "the connection broke", raw.uri());
        }
    }

    /** Java writes it into some of its messages, and into the causes of others. */
    @Test
    void noAddressIsInAnyException() throws Exception {
        try (Raw raw = new Raw("", "", Duration.ZERO)) {
            for (String at :
                    List.of(raw.uri() + "s3cr3t", "http://no-such-host.invalid/s3cr3t", "https://127.0.0.1:1/s3cr3t")) {
                StringWriter all = new StringWriter();
                assertThrows(IOException.class, () -> patient.exchange(Call.get(URI.create(at))))
                        .printStackTrace(new PrintWriter(all));
                assertFalse(all.toString().contains("s3cr3t"), all::toString);
            }
        }
    }

    /** The name in a URL is looked for in the certificate, and who has signed it among those that Java trusts. */
    @Test
    void tlsIsTrustedOnlyByNameAndAuthority(@TempDir Path directory) throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.authority("stranger");
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(certificates.context()));
        tls.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        tls.start();
        try {
            assertSaid(
                    patient,
                    "no TLS with it that can be trusted",
                    URI.create("https://127.0.0.1:" + tls.getAddress().getPort() + "/"));
            assertEquals(0, asked.get());
        } finally {
            tls.stop(0);
        }
    }

    @Test
    void oneWhoseAnswerHasNoEnd() throws Exception {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 100; i++) {
                    exchange.getResponseBody().write(new byte[10_000]);
                }
            } catch (IOException e) {
                exchange.close();
            }
        });
        Answer answer = patient.exchange(Call.get(uri));
        assertEquals(200, answer.status());
        assertEquals(64 * 1024, answer.body().length());
    }

    @Test
    void nobodyThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertSaid(patient, "nothing answers there", URI.create("http://127.0.0.1:" + port + "/"));
    }

    @Test
    void noSuchName() {
        assertSaid(patient, "the name of its host cannot be found", URI.create("http://no-such-host.invalid/"));
    }

    @Test
    void noTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread talker = new Thread(() -> {
                while (!plain.isClosed()) {
                    try (var to = plain.accept()) {
                        to.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                        // To close while something is unread would be a reset, which can overtake the answer.
                        to.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        // The client has hung up, or the test is over.
                    }
                }
            });
            talker.setDaemon(true);
            talker.start();
            assertSaid(patient, "TLS", URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/"));
        }
    }

    private static void assertSaid(Http client, String words, URI at) {
        assertSaid(client, words, Call.get(at));
    }

    private static void assertSaid(Http client, String words, Call call) {
        String said =
                assertThrows(IOException.class, () -> client.exchange(call)).getMessage();
        assertTrue(said.contains(words), said);
    }

    /** A server that reads a request and answers with these bytes, then drops one by one, and then hangs up. */
    private static final class Raw implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final AtomicInteger requests = new AtomicInteger();

        Raw(String first, String drops, Duration between) throws IOException {
            Thread talker = new Thread(() -> {
                while (!socket.isClosed()) {
                    try (Socket to = socket.accept()) {
                        if (to.getInputStream().read(new byte[8192]) < 0) {
                            continue;
                        }
                        requests.incrementAndGet();
                        answer(to.getOutputStream(), first, drops, between);
                        to.shutdownOutput();
                        to.getInputStream().readAllBytes();
                    } catch (IOException | InterruptedException e) {
                        // The client has hung up, or the test is over.
                    }
                }
            });
            talker.setDaemon(true);
            talker.start();
        }

        private static void answer(OutputStream to, String first, String drops, Duration between)
                throws IOException, InterruptedException {
            to.write(first.getBytes(StandardCharsets.US_ASCII));
            for (byte drop : drops.getBytes(StandardCharsets.US_ASCII)) {
                to.write(drop);
                Thread.sleep(between.toMillis());
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }

        int asked() {
            return requests.get();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A number of seconds, or a date (RFC 9110). */
    @Test
    void aServiceSaysHowLongToWaitInOneOfTwoWays() {
        assertEquals(17, JdkHttp.seconds(" 17 "));
        assertEquals(2, JdkHttp.seconds("1.5"), "as Discord's proxies say it");
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
        long seconds = JdkHttp.seconds(inTenMinutes);
        assertTrue(seconds > 400 && seconds <= 601, () -> inTenMinutes + ": " + seconds);
        assertEquals(0, JdkHttp.seconds("Wed, 21 Oct 2015 07:28:00 GMT"));
        assertEquals(0, JdkHttp.seconds("soon"));
        assertEquals(0, JdkHttp.seconds("-5"));
    }
}
