package dev.immichpg.publish;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Report;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a page takes, from the request to its last byte, on loopback. No test: benchmarks/page.sh runs it. */
@QuarkusTest
@TestProfile(WithoutAgent.class)
class PageBenchmark {

    private static final int DATABASES = 200;
    private static final int WARM_UP = 300;
    private static final int MEASURED = 500;

    @Inject
    Event<ConfigurationInForce> configurations;

    @Inject
    Event<Report> reports;

    @TestHTTPResource
    URI root;

    /** All that the agent speaks; the server of the test would also speak another, and end it after a thousand requests. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void pages() throws Exception {
        Instant now = Instant.now();
        String[] names = IntStream.rangeClosed(1, DATABASES)
                .mapToObj(i -> String.format("family-%03d", i))
                .toArray(String[]::new);
        configurations.fire(Reports.configuration(Duration.ofDays(1), names));
        // One in ten in trouble.
        for (int i = 0; i < DATABASES; i++) {
            Given given = i % 10 == 3 ? Given.vchord().available("vchord", "1.1.1") : Given.vchord();
            reports.fire(Reports.of(names[i], given, now));
        }
        for (String path :
                List.of("/", "/databases/family-004", "/databases/family-004?immich=2.8.0", "/api/databases")) {
            measure(path, "");
        }
        measure("/", "unchanged");
    }

    private void measure(String path, String what) throws Exception {
        HttpRequest.Builder builder = HttpRequest.newBuilder(root.resolve(path));
        if (!what.isEmpty()) {
            builder.header("If-None-Match", tag(builder.build()));
        }
        HttpRequest request = builder.build();
        for (int i = 0; i < WARM_UP; i++) {
            http.send(request, BodyHandlers.discarding());
        }
        double[] milliseconds = new double[MEASURED];
        int bytes = 0;
        for (int i = 0; i < MEASURED; i++) {
            long start = System.nanoTime();
            bytes = http.send(request, BodyHandlers.ofByteArray()).body().length;
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "%-40s %9d bytes  p50 %6.2f ms  p99 %6.2f ms  max %6.2f ms%n",
                (path + " " + what).strip(),
                bytes,
                milliseconds[MEASURED / 2],
                milliseconds[MEASURED * 99 / 100],
                milliseconds[MEASURED - 1]);
    }

    private String tag(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }
}
