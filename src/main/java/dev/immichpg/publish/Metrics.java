package dev.immichpg.publish;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report;
import dev.immichpg.check.Report.Diagnosis;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Status;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Version;
import dev.immichpg.publish.Latest.All;
import dev.immichpg.publish.Latest.Database;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Our series, made anew at each scrape from one value of {@link Latest}. That is why this is a collector of the registry
 * rather than gauges in it: gauges would be added and removed one by one while a scrape runs, and a label value that has
 * disappeared would have to be remembered. No database is touched.
 */
@Startup
@Singleton
class Metrics extends Collector {

    /** As many databases as a scrape makes nothing special of. */
    static final int FEW = 20;

    private static final String SAMPLED =
            " Sampled by the agent's own clock; see immich_pg_examination_timestamp_seconds.";

    /** What the database says of Immich's version may be anything, and each new text would be new series. */
    private static final Pattern RELEASE = Pattern.compile("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}(?:-rc\\.\\d{1,3})?");

    private final Latest latest;
    private final String version;

    // Quarkus' LTS line has Micrometer's registry of the older client, which Micrometer calls deprecated (conventions
    // §4.1).
    @SuppressWarnings("deprecation")
    Metrics(
            Latest latest,
            PrometheusMeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.latest = latest;
        this.version = version;
        registry.getPrometheusRegistry().register(this);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        All all = latest.now();
        Families families = new Families(all.databases());
        families.gauge(
                "up",
                "Whether the last examination could read the database, and is not too old to be believed." + SAMPLED,
                (f, d) -> d.report().ifPresent(r -> f.add(bool(r.readable()))));
        families.gauge(
                "check_problem",
                "Whether the check found a problem; absent while it could not look or does not apply." + SAMPLED,
                (f, d) -> diagnoses(d)
                        .filter(v ->
                                v.verdict().status() == Status.OK || v.verdict().status() == Status.PROBLEM)
                        .forEach(v -> f.add(
                                bool(v.isProblem()),
                                "check",
                                v.check().id(),
                                "severity",
                                v.severity().label())));
        families.gauge(
                "check_unknown",
                "Whether the check could not look." + SAMPLED,
                (f, d) -> diagnoses(d)
                        .forEach(v -> f.add(
                                bool(v.isUnknown()),
                                "check",
                                v.check().id(),
                                "severity",
                                v.severity().label())));
        families.gauge(
                "check_findings",
                "How many objects contradict the check's claim." + SAMPLED,
                (f, d) -> diagnoses(d)
                        .filter(Diagnosis::isProblem)
                        .forEach(v -> f.add(
                                v.verdict().findings().size(),
                                "check",
                                v.check().id())));
        families.gauge(
                "start_forecast",
                "How a start of Immich would end: 1 for one of the outcomes, 0 for the others." + SAMPLED,
                (f, d) -> d.report().ifPresent(r -> {
                    forecast(f, r.now(), "now");
                    r.upgrade().ifPresent(u -> forecast(f, u, "upgrade"));
                }));
        families.gauge(
                "extension_info",
                "Versions of an extension that Immich uses; the value is 1." + SAMPLED,
                (f, d) -> snapshot(d)
                        .ifPresent(is -> d.memory().extensions().keySet().stream()
                                .filter(name -> is.installed(name).isPresent()
                                        || is.available(name).isPresent())
                                .sorted()
                                .forEach(name -> f.add(
                                        1,
                                        "extension",
                                        name,
                                        "installed",
                                        is.installed(name)
                                                .map(Snapshot.InstalledExtension::version)
                                                .orElse(""),
                                        "available",
                                        is.available(name)
                                                .map(Snapshot.AvailableExtension::version)
                                                .orElse(""),
                                        "schema",
                                        is.installed(name)
                                                .map(Snapshot.InstalledExtension::schema)
                                                .orElse("")))));
        families.gauge(
                "extension_update_available",
                "Whether ALTER EXTENSION UPDATE would lead to another version than the installed one." + SAMPLED,
                (f, d) -> snapshot(d)
                        .ifPresent(is -> is.installedExtensions()
                                .forEach(e -> is.available(e.name())
                                        .ifPresent(a -> f.add(
                                                bool(!a.version().equals(e.version())), "extension", e.name())))));
        families.gauge(
                "extension_changed_timestamp_seconds",
                "When the agent last saw the installed or available version change; absent if it has not since it started, or since"
                        + " its state directory was empty.",
                (f, d) -> d.memory().extensions().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(e ->
                                e.getValue().changedAt().ifPresent(at -> f.add(seconds(at), "extension", e.getKey()))));
        families.gauge(
                "examination_timestamp_seconds",
                "When the last examination ended.",
                (f, d) -> d.report().ifPresent(r -> f.add(seconds(r.examinedAt()))));
        families.gauge(
                "examination_success_timestamp_seconds",
                "When the last examination ended that could read the database.",
                (f, d) -> d.lastSuccess().ifPresent(at -> f.add(seconds(at))));
        families.gauge(
                "examination_duration_seconds",
                "How long the last examination took.",
                (f, d) -> d.report().ifPresent(r -> f.add(r.duration().toNanos() / 1e9)));
        families.counter("examinations", "Examinations by outcome since the agent started.", (f, d) -> {
            f.add(d.successes(), "outcome", "success");
            f.add(d.failures(), "outcome", "failure");
        });
        if (all.started()) {
            families.single(
                    "config_last_reload_successful",
                    "Whether the configuration that was read last is in force; if not, the one before goes on.",
                    List.of(),
                    List.of(),
                    bool(all.refusal().isEmpty()));
        }
        families.single(
                "build_info",
                "The agent; the value is 1.",
                List.of("version", "java"),
                List.of(version, Runtime.version().toString()),
                1);
        return families.list;
    }

    private static Stream<Diagnosis> diagnoses(Database database) {
        return database.report().stream().flatMap(r -> r.diagnoses().stream()).filter(d -> !d.muted());
    }

    private static Optional<Snapshot> snapshot(Database database) {
        return database.report().flatMap(Report::snapshot);
    }

    private static void forecast(Family family, Forecast forecast, String when) {
        String immich = forecast.immich()
                .map(Version::text)
                .filter(text -> RELEASE.matcher(text).matches())
                .orElse("unknown");
        Outcome outcome = forecast.outcome();
        for (Outcome each : Outcome.values()) {
            family.add(bool(each == outcome), "immich_version", immich, "when", when, "outcome", each.label());
        }
    }

    private static double bool(boolean is) {
        return is ? 1 : 0;
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1e3;
    }

    /** The families in the order in which they are made, each with its databases in theirs. */
    private static final class Families {
        private final Map<String, Database> databases;
        private final List<MetricFamilySamples> list = new ArrayList<>();

        Families(Map<String, Database> databases) {
            this.databases = databases;
        }

        void gauge(String name, String help, BiConsumer<Family, Database> samples) {
            family(name, Type.GAUGE, help, "", samples);
        }

        void counter(String name, String help, BiConsumer<Family, Database> samples) {
            family(name, Type.COUNTER, help, "_total", samples);
        }

        void single(String name, String help, List<String> labels, List<String> values, double value) {
            list.add(new MetricFamilySamples(
                    "immich_pg_" + name,
                    Type.GAUGE,
                    help,
                    List.of(new MetricFamilySamples.Sample("immich_pg_" + name, labels, values, value))));
        }

        private void family(String name, Type type, String help, String suffix, BiConsumer<Family, Database> samples) {
            BiFunction<String, Database, List<MetricFamilySamples.Sample>> ofDatabase = (database, d) -> {
                List<MetricFamilySamples.Sample> own = new ArrayList<>();
                samples.accept(new Family("immich_pg_" + name + suffix, database, own), d);
                return own;
            };
            List<MetricFamilySamples.Sample> made = new Samples(databases, ofDatabase);
            if (databases.size() <= FEW) { // Then it is cheaper to make them once.
                List<MetricFamilySamples.Sample> all = new ArrayList<>();
                databases.forEach((database, d) -> all.addAll(ofDatabase.apply(database, d)));
                made = all;
            }
            if (!made.isEmpty()) {
                list.add(new MetricFamilySamples("immich_pg_" + name, type, help, made));
            }
        }
    }

    /**
     * The samples of one family, made while somebody goes through them: those of a thousand databases would not fit in the
     * image's heap all at once.
     */
    private static final class Samples extends AbstractList<MetricFamilySamples.Sample> {
        private final Map<String, Database> databases;
        private final BiFunction<String, Database, List<MetricFamilySamples.Sample>> ofDatabase;

        Samples(
                Map<String, Database> databases,
                BiFunction<String, Database, List<MetricFamilySamples.Sample>> ofDatabase) {
            this.databases = databases;
            this.ofDatabase = ofDatabase;
        }

        @Override
        public Stream<MetricFamilySamples.Sample> stream() {
            return databases.entrySet().stream().flatMap(e -> ofDatabase.apply(e.getKey(), e.getValue()).stream());
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

    /** Where the samples of one database go. */
    private record Family(String name, String database, List<MetricFamilySamples.Sample> samples) {

        /** @param labels names and values in turn, after {@code database} */
        void add(double value, String... labels) {
            List<String> names = new ArrayList<>(List.of("database"));
            List<String> values = new ArrayList<>(List.of(ReportText.visible(database)));
            for (int i = 0; i < labels.length; i += 2) {
                names.add(labels[i]);
                values.add(ReportText.visible(labels[i + 1]));
            }
            samples.add(new MetricFamilySamples.Sample(name, names, values, value));
        }
    }
}
