package dev.immichpg.publish;

import com.sun.management.ThreadMXBean;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.postgres.SnapshotJson;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scrape costs without its transport, and what a database weighs. No test: benchmarks/metrics.sh runs it. */
@SuppressWarnings("deprecation") // see Metrics
class MetricsBenchmark {

    private static final long ENOUGH_NANOS = 8_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000})
    void scrape(int databases) throws Exception {
        LatestReports reports = new LatestReports(Clock.systemUTC(), new StateDirectory(Optional.empty()));
        String[] names = IntStream.rangeClosed(1, databases)
                .mapToObj(i -> String.format("family-%04d", i))
                .toArray(String[]::new);
        reports.begin(Reports.configuration(Duration.ofDays(1), names));
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metrics metrics = new Metrics(reports, registry, "1.2.3", Optional.empty());
        String document = SnapshotJson.write(Given.vchord().snapshot());
        long before = heap();
        for (int i = 0; i < 2 * databases; i++) {
            Snapshot is = SnapshotJson.read(document); // as the agent has it: nothing shared with another's
            reports.take(Reports.of(names[i / 2], is, Instant.now()));
        }
        long heap = heap() - before;
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] nanos = new long[100_000];
        int scrapes = 0;
        int size = 0;
        int wire = 0;
        long allocated = 0;
        for (long end = System.nanoTime() + ENOUGH_NANOS;
                System.nanoTime() < end && scrapes < nanos.length;
                scrapes++) {
            long alreadyAllocated = thread.getCurrentThreadAllocatedBytes();
            long start = thread.getCurrentThreadCpuTime();
            Rendered rendered = Rendered.of("", "", out -> metrics.write(TextFormat.CONTENT_TYPE_OPENMETRICS_100, out));
            wire = rendered.compressed().length;
            size = (int) rendered.length();
            nanos[scrapes] = thread.getCurrentThreadCpuTime() - start;
            allocated = thread.getCurrentThreadAllocatedBytes() - alreadyAllocated;
        }
        long[] warm = Arrays.copyOfRange(nanos, scrapes / 2, scrapes);
        Arrays.sort(warm);
        System.out.printf(
                "%d databases: %d bytes of text, %d compressed, %.3f ms of processor, %d bytes of garbage; %d bytes of heap per database%n",
                databases, size, wire, warm[warm.length / 2] / 1e6, allocated, heap / databases);
        if (reports.now().databases().isEmpty()) {
            throw new AssertionError("nothing was measured");
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
