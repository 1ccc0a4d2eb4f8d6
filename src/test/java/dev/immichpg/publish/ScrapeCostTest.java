package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.immichpg.catalog.Given;
import dev.immichpg.check.Report;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** issue 19: what a scrape costs, in bytes of garbage and on the wire, which no other program on the machine can change. */
@SuppressWarnings("deprecation") // see Metrics
class ScrapeCostTest {

    private static final int DATABASES = 100;

    /** For 170 samples; 60,000 are usual, and 150,000 where each sample is an object with texts of its own. */
    private static final long MOST_GARBAGE_PER_DATABASE = 80_000;

    /** 900 are usual, of 20,000 before compression. */
    private static final long MOST_BYTES_SENT_PER_DATABASE = 1_200;

    /** Whatever the size of the fleet; 340 are usual. */
    private static final long MOST_GARBAGE_OF_A_SCRAPE_AS_BEFORE = 500;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aDatabaseOfAFleetAddsLittle() {
        LatestReports reports = Reports.fleet(DATABASES, DATABASES);
        Metrics metrics =
                new Metrics(reports, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3", Optional.empty());
        Rendered[] scrape = new Rendered[1];
        long garbage = garbage(() -> scrape[0] =
                        Rendered.of("", "", out -> metrics.write(TextFormat.CONTENT_TYPE_OPENMETRICS_100, out)))
                / DATABASES;
        long sent = scrape[0].compressed().length / DATABASES;

        System.out.println("A scrape costs " + garbage + " bytes of garbage and " + sent + " sent for each of "
                + DATABASES + " databases.");
        assertTrue(garbage <= MOST_GARBAGE_PER_DATABASE, garbage + " bytes of garbage");
        assertTrue(sent <= MOST_BYTES_SENT_PER_DATABASE, sent + " bytes sent");
    }

    @Test
    void aScrapeThatIsTheSameAsBeforeIsOnlyHandedOut() throws Exception {
        LatestReports reports = Reports.fleet(5_000, 1);
        ResponseQueue queue = new ResponseQueue("scrapes", Duration.ofMinutes(1).toNanos());
        byte[] once = Reports.handedOut(queue, reports.edition());
        byte[][] again = new byte[1][];
        long garbage = garbage(() -> again[0] = Reports.handedOut(queue, reports.edition()));

        System.out.println("A scrape that is the same as before costs " + garbage + " bytes of garbage.");
        assertSame(once, again[0]);
        assertTrue(garbage <= MOST_GARBAGE_OF_A_SCRAPE_AS_BEFORE, garbage + " bytes of garbage");
    }

    /** 22,000 are usual. */
    private static final long MOST_GARBAGE_OF_A_REPORT = 33_000;

    /** To copy the whole fleet for each report makes a round of examinations cost the square of its size. */
    @Test
    void takingAReportCostsTheSameInALargeFleet() {
        Report report = Reports.of("family-0000", Given.vchord(), Reports.NOON);
        long small = taken(Reports.fleet(100, 1), report);
        long large = taken(Reports.fleet(5_000, 1), report);

        System.out.println(
                "Taking a report costs " + small + " bytes of garbage of 100 databases, and " + large + " of 5,000.");
        assertTrue(small <= MOST_GARBAGE_OF_A_REPORT, small + " bytes of garbage");
        assertTrue(large <= small + 2_000, small + " bytes of garbage of 100 databases, " + large + " of 5,000");
    }

    private static long taken(LatestReports reports, Report report) {
        return garbage(() -> reports.take(report));
    }

    private static long garbage(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) { // What runs for the first time also loads classes.
            long before = THREAD.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
