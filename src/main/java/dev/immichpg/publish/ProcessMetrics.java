package dev.immichpg.publish;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The series that Prometheus' own clients have of their process, under the names that every dashboard knows. Micrometer has others,
 * some of which promtool refuses.
 */
@Startup
@Singleton
class ProcessMetrics extends Collector {

    private static final Path SELF = Path.of("/proc/self");
    /** In what /proc counts memory; that of amd64 and arm64 as Linux is mostly built. */
    private static final long PAGE = 4096;

    @SuppressWarnings("deprecation") // see Metrics
    ProcessMetrics(PrometheusMeterRegistry registry) {
        registry.getPrometheusRegistry().register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(time -> families.add(new CounterMetricFamily(
                        "process_cpu_seconds",
                        "Total user and system CPU time spent in seconds.",
                        time.toNanos() / 1e9)));
        gauge(
                families,
                "start_time_seconds",
                "Start time of the process since unix epoch in seconds.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        memory(families);
        files(families);
        return families;
    }

    /** As the kernel tells it; not there on other systems. */
    private static void memory(List<MetricFamilySamples> families) {
        try {
            String[] pages = Files.readString(SELF.resolve("statm")).split(" ");
            gauge(
                    families,
                    "virtual_memory_bytes",
                    "Virtual memory size in bytes.",
                    PAGE * Double.parseDouble(pages[0]));
            gauge(
                    families,
                    "resident_memory_bytes",
                    "Resident memory size in bytes.",
                    PAGE * Double.parseDouble(pages[1]));
        } catch (IOException | NumberFormatException e) {
            // no Linux
        }
    }

    private static void files(List<MetricFamilySamples> families) {
        try (Stream<Path> open = Files.list(SELF.resolve("fd"));
                Stream<String> limits = Files.lines(SELF.resolve("limits"))) {
            gauge(families, "open_fds", "Number of open file descriptors.", open.count());
            limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s{2,}")[1])
                    .filter(limit -> limit.matches("\\d+"))
                    .findFirst()
                    .ifPresent(limit -> gauge(
                            families,
                            "max_fds",
                            "Maximum number of open file descriptors.",
                            Double.parseDouble(limit)));
        } catch (IOException e) {
            // no Linux
        }
    }

    private static void gauge(List<MetricFamilySamples> families, String name, String help, double value) {
        families.add(new GaugeMetricFamily("process_" + name, help, value));
    }
}
