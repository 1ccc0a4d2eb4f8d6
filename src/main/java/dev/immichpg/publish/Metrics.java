package dev.immichpg.publish;

import dev.immichpg.publish.Exposition.Subject;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.MetricFamilies.Agent;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The text of a scrape: the agent's series, made again at each scrape from one value of {@link LatestReports}, and those of the
 * registry, which are the process' own. There are no gauges for databases in the registry: they would be added and removed one by one
 * during a scrape, and somebody would have to remember the label values that have disappeared. No database is asked.
 */
@Singleton
// Quarkus' LTS line has Micrometer's registry of the older client, which Micrometer calls deprecated.
@SuppressWarnings("deprecation")
class Metrics {

    private final LatestReports reports;
    private final PrometheusMeterRegistry registry;
    private final String version;
    private final String externalUrl;

    Metrics(
            LatestReports reports,
            PrometheusMeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "immich-pg.external-url") Optional<String> externalUrl) {
        this.reports = reports;
        this.registry = registry;
        this.version = version;
        this.externalUrl =
                externalUrl.map(url -> url.strip().replaceFirst("/+$", "")).orElse("");
    }

    /** @param format one of {@link TextFormat}'s media types; its last line is the registry's */
    void write(String format, OutputStream out) throws IOException {
        Exposition ours = new Exposition(format.equals(TextFormat.CONTENT_TYPE_OPENMETRICS_100), out);
        All all = reports.now();
        List<Subject<LatestOfDatabase>> databases = all.databases().entrySet().stream()
                .map(each -> Exposition.database(each.getKey(), each.getValue()))
                .toList();
        for (MetricFamily<LatestOfDatabase> family : MetricFamilies.OF_DATABASES) {
            ours.write(family, databases);
        }
        List<Subject<Agent>> agent = List.of(new Subject<>(new Agent(all, version, externalUrl), new byte[0]));
        for (MetricFamily<Agent> family : MetricFamilies.OF_AGENT) {
            ours.write(family, agent);
        }
        ours.flush();
        Writer others = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        registry.scrape(others, format);
        others.flush();
    }
}
