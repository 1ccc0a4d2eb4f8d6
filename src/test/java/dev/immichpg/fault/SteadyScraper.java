package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks for metrics and probes all the time, as many Prometheuses would, and says in the end how long they took. */
final class SteadyScraper {

    private static final List<String> PATHS = List.of("/metrics", "/health/live", "/health/ready", "/health/well");
    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final Thread visitor = new Thread(this::visit, "doors");
    private volatile boolean closed;

    SteadyScraper(int port) {
        this.port = port;
        visitor.setDaemon(true);
        visitor.start();
    }

    private void visit() {
        try {
            while (!closed) {
                for (String path : PATHS) {
                    long began = System.nanoTime();
                    int status = http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                            .timeout(BOUND)
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode();
                    nanos.add(System.nanoTime() - began);
                    if (status != 200 && !path.endsWith("/well")) {
                        refused.add(path + ": " + status);
                    }
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
            }
        } catch (IOException e) {
            refused.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() throws InterruptedException {
        closed = true;
        visitor.join(BOUND.toMillis() * 2);
        List<Long> sorted = nanos.stream().sorted().toList();
        assertTrue(!sorted.isEmpty());
        BadDay.tell(
                "%d scrapes and probes meanwhile: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms",
                sorted.size(), ms(sorted, 50), ms(sorted, 99), ms(sorted, 100));
        assertEquals(List.of(), refused);
    }

    private static double ms(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
