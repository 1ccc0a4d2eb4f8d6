package dev.immichpg.publish;

import dev.immichpg.Golden;
import dev.immichpg.catalog.Given;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md is made from what is published. */
@SuppressWarnings("deprecation") // see Metrics
class MetricsReferenceTest {

    /** Labels whose every value is known, and worth a word. */
    private static final Set<String> STATES = Set.of("severity", "when", "outcome");

    @Test
    void thePageIsMadeFromTheMetrics() {
        Latest latest = new Latest(Clock.fixed(Reports.NOON, ZoneOffset.UTC), new StateDirectory(Optional.empty()));
        Metrics metrics = new Metrics(latest, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3");
        latest.begin(Reports.roster(Duration.ofDays(1), "home"));
        latest.take(Reports.of("home", Given.vchord(), Reports.NOON.minusSeconds(60)));
        latest.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), Reports.NOON));

        Golden.assertHolds(
                Path.of("docs", "reference", "metrics.md"),
                """
                # Metrics

                Made from the code. At `/metrics`, for Prometheus. A scrape reads the last report and never touches a database;
                [why](../explanation/why-not-at-each-scrape.md). After `stale-after` without a report, `immich_pg_up` is 0 and
                every check is unknown. The agent's own weight is there as well (`jvm_…`, `process_…`), and no alert needs it.

                | metric | type | labels | meaning |
                |---|---|---|---|
                """ + metrics.collect().stream().map(MetricsReferenceTest::line).collect(Collectors.joining()));
    }

    private static String line(MetricFamilySamples family) {
        String name = family.samples.get(0).name;
        String labels = family.samples.get(0).labelNames.stream()
                .map(label -> "`" + label + "`" + (STATES.contains(label) ? " (" + values(family, label) + ")" : ""))
                .collect(Collectors.joining(", "));
        String help = family.help.replaceAll(" Sampled by the agent's own clock.*", "");
        return "| `" + name + "` | " + family.type.name().toLowerCase(Locale.ROOT) + " | " + labels + " | " + help
                + " |\n";
    }

    private static String values(MetricFamilySamples family, String label) {
        return family.samples.stream()
                .map(s -> s.labelValues.get(s.labelNames.indexOf(label)))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("`, `", "`", "`"));
    }
}
