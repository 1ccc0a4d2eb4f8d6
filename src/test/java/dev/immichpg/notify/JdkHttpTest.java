package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.immichpg.notify.Http.Answer;
import dev.immichpg.notify.Http.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    /** The headers at once, and the body byte by byte. */
    @Test
    void oneThatDrips() {
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
        assertSaid(http, "did not answer within", uri);
    }

    @Test
    void oneWhoseAnswerHasNoEnd() {
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
        assertSaid(patient, "the connection broke", uri);
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
                while (!plain.isClosed()) { // Java's client may come again.
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
        String said = assertThrows(IOException.class, () -> client.exchange(Call.get(at)))
                .getMessage();
        assertTrue(said.contains(words), said);
    }
}
