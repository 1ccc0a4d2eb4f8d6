package dev.immichpg.publish;

import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.MetricFamilies.Agent;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The agent's series, made again at each scrape from one value of {@link LatestReports}. So this is a collector of the registry, and
 * there are no gauges in it: gauges would be added and removed one by one during a scrape, and somebody would have to remember the
 * label values that have disappeared. No database is asked.
 */
@Startup
@Singleton
class Metrics extends Collector {

    /** As many databases as a scrape makes nothing special of. */
    static final int FEW = 20;

    private final LatestReports reports;
    private final String version;
    private final String externalUrl;

    // Quarkus' LTS line has Micrometer's registry of the older client, which Micrometer calls deprecated.
    @SuppressWarnings("deprecation")
    Metrics(
            LatestReports reports,
            PrometheusMeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "immich-pg.external-url") Optional<String> externalUrl) {
        this.reports = reports;
        this.version = version;
        this.externalUrl =
                externalUrl.map(url -> url.strip().replaceFirst("/+$", "")).orElse("");
        registry.getPrometheusRegistry().register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        All all = reports.now();
        Agent agent = new Agent(all, version, externalUrl);
        return Stream.concat(
                        MetricFamilies.OF_DATABASES.stream().map(family -> ofDatabases(family, all.databases())),
                        MetricFamilies.OF_AGENT.stream()
                                .map(family ->
                                        made(family, family.samples(agent).toList())))
                .filter(family -> !family.samples.isEmpty())
                .toList();
    }

    private static MetricFamilySamples ofDatabases(
            MetricFamily<LatestOfDatabase> family, Map<String, LatestOfDatabase> databases) {
        List<MetricFamilySamples.Sample> samples = new Samples(databases, family);
        // Of few it is cheaper to make them once.
        return made(family, databases.size() <= FEW ? samples.stream().toList() : samples);
    }

    private static MetricFamilySamples made(MetricFamily<?> family, List<MetricFamilySamples.Sample> samples) {
        return new MetricFamilySamples(family.name(), family.type(), family.help(), samples);
    }

    /**
     * The samples of one family, made while somebody goes through them: those of a thousand databases would not fit in the
     * image's heap all at once.
     */
    private static final class Samples extends AbstractList<MetricFamilySamples.Sample> {
        private final Map<String, LatestOfDatabase> databases;
        private final MetricFamily<LatestOfDatabase> family;

        Samples(Map<String, LatestOfDatabase> databases, MetricFamily<LatestOfDatabase> family) {
            this.databases = databases;
            this.family = family;
        }

        @Override
        public Stream<MetricFamilySamples.Sample> stream() {
            return databases.entrySet().stream().flatMap(e -> family.samples(e.getValue(), e.getKey()));
        }

        @Override
        public Iterator<MetricFamilySamples.Sample> iterator() {
            return stream().iterator();
        }

        @Override
        public MetricFamilySamples.Sample get(int index) {
            return stream().skip(index).findFirst().orElseThrow(IndexOutOfBoundsException::new);
        }

        @Override
        public boolean isEmpty() {
            return stream().findFirst().isEmpty();
        }

        @Override
        public int size() {
            return (int) stream().count();
        }
    }
}
