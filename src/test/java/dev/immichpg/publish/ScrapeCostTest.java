package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.immichpg.catalog.Given;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** issue 19: what a scrape costs, in bytes of garbage and on the wire, which no other program on the machine can change. */
@SuppressWarnings("deprecation") // see Metrics
class ScrapeCostTest {

    private static final int DATABASES = 100;

    /** For 170 samples; 60,000 are usual, and 150,000 where each sample is an object with texts of its own. */
    private static final long MOST_GARBAGE_PER_DATABASE = 80_000;

    /** 900 are usual, of 20,000 before compression. */
    private static final long MOST_BYTES_SENT_PER_DATABASE = 1_200;

    @Test
    void aDatabaseOfAFleetAddsLittle() {
        LatestReports reports = new LatestReports(
                new SetClock(() -> Reports.NOON.plusSeconds(1)), new StateDirectory(Optional.empty()));
        String[] names = IntStream.range(0, DATABASES)
                .mapToObj(i -> String.format("family-%04d", i))
                .toArray(String[]::new);
        reports.begin(Reports.configuration(Duration.ofMinutes(3), names));
        for (String name : names) {
            reports.take(Reports.of(name, Given.vchord(), Reports.NOON));
        }
        Metrics metrics =
                new Metrics(reports, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3", Optional.empty());
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Rendered scrape = null;
        long garbage = 0;
        for (int i = 0; i < 5; i++) { // What runs for the first time also loads classes.
            long before = thread.getCurrentThreadAllocatedBytes();
            scrape = Rendered.of("", "", out -> metrics.write(TextFormat.CONTENT_TYPE_OPENMETRICS_100, out));
            garbage = (thread.getCurrentThreadAllocatedBytes() - before) / DATABASES;
        }
        long sent = scrape.compressed().length / DATABASES;

        System.out.println("A scrape costs " + garbage + " bytes of garbage and " + sent + " sent for each of "
                + DATABASES + " databases.");
        assertTrue(garbage <= MOST_GARBAGE_PER_DATABASE, garbage + " bytes of garbage");
        assertTrue(sent <= MOST_BYTES_SENT_PER_DATABASE, sent + " bytes sent");
    }
}
