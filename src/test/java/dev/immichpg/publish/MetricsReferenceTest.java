package dev.immichpg.publish;

import dev.immichpg.Golden;
import dev.immichpg.publish.MetricFamily.Label;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md is made from the list of our metrics. */
class MetricsReferenceTest {

    @Test
    void thePageIsMadeFromTheMetrics() {
        Golden.assertHolds(
                Path.of("docs", "reference", "metrics.md"),
                """
                # Metrics

                Made from the code. At `/metrics`, for Prometheus. A scrape reads the last report and never touches a database;
                [why](../explanation/why-not-at-each-scrape.md). After `stale-after` without a report, `immich_pg_up` is 0 and
                every check is unknown. What the agent itself uses is there too (`jvm_…`, `process_…`); no alert needs it.

                The answer is Prometheus' text format, or OpenMetrics for who asks for that first, as Prometheus does. Of both each metric
                has a type and a help text. `promtool check metrics` reads the text format only (`curl -H 'Accept: text/plain'`), and finds
                nothing there. Of OpenMetrics, where the name of a counter has no `_total`, it says "no help text"; the strict parser of
                `prometheus_client` finds nothing.

                | metric | type | labels | meaning |
                |---|---|---|---|
                """
                        + Stream.<MetricFamily<?>>concat(
                                        MetricFamilies.OF_DATABASES.stream(), MetricFamilies.OF_AGENT.stream())
                                .map(MetricsReferenceTest::line)
                                .collect(Collectors.joining()));
    }

    private static String line(MetricFamily<?> family) {
        String labels =
                family.labels().stream().map(MetricsReferenceTest::label).collect(Collectors.joining(", "));
        String help = family.help().replaceAll(" As of the agent's last examination.*", "");
        return "| `" + family.sampleName() + "` | " + family.type().name().toLowerCase(Locale.ROOT) + " | " + labels
                + " | " + help + " |\n";
    }

    private static String label(Label label) {
        return "`" + label.name() + "`"
                + (label.states().isEmpty()
                        ? ""
                        : label.states().stream().collect(Collectors.joining("`, `", " (`", "`)")));
    }
}
