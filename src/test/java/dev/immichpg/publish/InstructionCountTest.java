package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.CountedInstructions;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report;
import dev.immichpg.postgres.SnapshotJson;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * issue 19: what an examination and a scrape cost, in instructions, which are the same on every machine. Garbage is counted by
 * {@link ScrapeCostTest} and ReportCostTest.
 */
@SuppressWarnings("deprecation") // see Metrics
class InstructionCountTest {

    @Test
    void anExaminationAndAScrapeTakeFewInstructions() {
        assertFew(12_000_000, "Reading a snapshot", Reading.class);
        assertFew(2_000_000, "Judging it", Judging.class);
        assertFew(17_000, "Taking its report", Taking.class);
        assertFew(10_500_000, "A scrape of 100 databases", Scraping.class);
        assertFew(9_300, "A scrape of them that is the same as before", ScrapingAgain.class);
    }

    private static void assertFew(long most, String what, Class<? extends Runnable> work) {
        long instructions = CountedInstructions.of(work);
        System.out.println(what + " takes " + instructions + " instructions.");
        assertTrue(instructions > 0 && instructions <= most, what + " takes " + instructions + " instructions");
    }

    private static final class Fleet {
        static final LatestReports REPORTS = Reports.fleet(100, 100);
    }

    private static final class Reading implements Runnable {
        private final String document = SnapshotJson.write(Given.vchord().snapshot());

        @Override
        public void run() {
            SnapshotJson.read(document);
        }
    }

    private static final class Judging implements Runnable {
        private final Snapshot is = Given.vchord().snapshot();

        @Override
        public void run() {
            Reports.of("home", is, Reports.NOON);
        }
    }

    private static final class Taking implements Runnable {
        private final Report report = Reports.of("family-0000", Given.vchord(), Reports.NOON);

        @Override
        public void run() {
            Fleet.REPORTS.take(report);
        }
    }

    private static final class Scraping implements Runnable {
        private final Metrics metrics = new Metrics(
                Fleet.REPORTS, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3", Optional.empty());

        @Override
        public void run() {
            Rendered.of("", "", out -> metrics.write(TextFormat.CONTENT_TYPE_OPENMETRICS_100, out));
        }
    }

    private static final class ScrapingAgain implements Runnable {
        private final ResponseQueue queue = new ResponseQueue("scrapes", Long.MAX_VALUE);

        @Override
        public void run() {
            Reports.handedOut(queue, Fleet.REPORTS.edition());
        }
    }
}
