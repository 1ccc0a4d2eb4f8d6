package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is at the address of Immich's server, asking it gives a version or nothing, and soon. */
class ImmichServerTest {

    private static final String GOOD = "{\"major\":2,\"minor\":7,\"patch\":5}";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer http;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.start();
    }

    @AfterEach
    void close() {
        end.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void saysItsVersion(String end) {
        answer(200, GOOD);
        assertEquals(Optional.of(Version.of("2.7.5")), ask(address() + end));
        assertEquals(List.of("GET /api/server/version without upgrade"), asked);
    }

    @Test
    void mayBeBehindAPath() {
        answer(200, GOOD);
        assertEquals(Optional.of(Version.of("2.7.5")), ask(address() + "/photos"));
        assertEquals(List.of("GET /photos/api/server/version without upgrade"), asked);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 401, 404, 500, 503})
    void answersWithAnotherStatus(int status) {
        answer(status, status == 204 ? "" : GOOD);
        assertEquals(Optional.empty(), ask(address()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<!DOCTYPE html><title>Immich</title>",
                "{\"major\":2,",
                "null",
                "[]",
                "\"2.7.5\"",
                "{}",
                "{\"version\":\"2.7.5\"}",
                "{\"major\":2,\"minor\":7}",
                "{\"major\":null,\"minor\":7,\"patch\":5}",
                "{\"major\":2.5,\"minor\":7,\"patch\":5}",
                "{\"major\":-2,\"minor\":7,\"patch\":5}",
                "{\"major\":{},\"minor\":[],\"patch\":5}",
                "{\"major\":99999999999999999999,\"minor\":7,\"patch\":5}"
            })
    void answersSomethingElse(String body) {
        answer(200, body);
        assertEquals(Optional.empty(), ask(address()));
    }

    @Test
    void isNotFollowedElsewhere() {
        http.createContext("/elsewhere", exchange -> {
            asked.add("elsewhere");
            send(exchange, 200, GOOD);
        });
        on(exchange -> {
            exchange.getResponseHeaders().add("Location", address() + "/elsewhere");
            send(exchange, 302, GOOD);
        });
        assertEquals(Optional.empty(), ask(address()));
        assertEquals(List.of("GET /api/server/version without upgrade"), asked);
    }

    @Test
    void neverStopsTalking() {
        byte[] blanks = new byte[8192];
        Arrays.fill(blanks, (byte) ' ');
        CountDownLatch hungUp = new CountDownLatch(1);
        on(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(blanks);
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        });
        // Longer than the test may take: what frees us is the bound, not the timeout.
        assertEquals(Optional.empty(), ask(address(), Duration.ofHours(1)));
        assertTimeoutPreemptively(SOON, () -> hungUp.await());
    }

    @Test
    void isLongButNotTooLong() {
        answer(200, GOOD + " ".repeat(60_000));
        assertEquals(Optional.of(Version.of("2.7.5")), ask(address()));
    }

    @Test
    void hangsBeforeItsAnswer() {
        on(exchange -> end.await());
        assertEquals(Optional.empty(), ask(address(), Duration.ofSeconds(1)));
    }

    @Test
    void hangsWithinItsAnswer() {
        on(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"major\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            end.await();
        });
        assertEquals(Optional.empty(), ask(address(), Duration.ofSeconds(1)));
    }

    @Test
    void acceptsAndIsSilent() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "://127.0.0.1:" + silent.getLocalPort();
            assertEquals(Optional.empty(), ask("http" + address, Duration.ofSeconds(1)));
            assertEquals(Optional.empty(), ask("https" + address, Duration.ofSeconds(1)));
        }
    }

    @Test
    void isNotThere() {
        http.stop(0);
        assertEquals(Optional.empty(), ask(address()));
        assertEquals(Optional.empty(), ask("http://no-such-host.invalid:2283"));
    }

    @Test
    void speaksNoTls() {
        answer(200, GOOD);
        assertEquals(Optional.empty(), ask(address().replace("http:", "https:"), Duration.ofSeconds(1)));
    }

    @Test
    void isAskedByAThreadThatIsToldToStop() {
        on(exchange -> end.await());
        assertTimeoutPreemptively(SOON, () -> {
            Thread.currentThread().interrupt();
            assertEquals(Optional.empty(), new ImmichServer(Duration.ofHours(1)).version(URI.create(address())));
            assertEquals(true, Thread.interrupted());
        });
    }

    private Optional<Version> ask(String address) {
        return ask(address, Duration.ofSeconds(10));
    }

    private static Optional<Version> ask(String address, Duration timeout) {
        return assertTimeoutPreemptively(SOON, () -> new ImmichServer(timeout).version(URI.create(address)));
    }

    private String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answer(int status, String body) {
        on(exchange -> send(exchange, status, body));
    }

    private void on(Answer answer) {
        http.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                    + (exchange.getRequestHeaders().containsKey("Upgrade") ? " with" : " without") + " upgrade");
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
