package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import dev.immichpg.check.Finding;
import dev.immichpg.check.HostileSnapshots;
import dev.immichpg.check.Judgement;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.ReportText;
import dev.immichpg.check.Severity;
import dev.immichpg.check.Verdict;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.exporter.common.TextFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a database says: in labels it is a label, on the page it is a text on its line. */
class HostileReportTest {

    /** A line of the exposition format as Prometheus reads it. */
    private static final Pattern LINE =
            Pattern.compile("(?s)([a-z_]+)(?:\\{((?:[a-z_]+=\"(?:\\\\.|[^\\\\\"])*+\",?)*+)\\})? (\\S+)");

    private static final Pattern LABEL = Pattern.compile("(?s)([a-z_]+)=\"((?:\\\\.|[^\\\\\"])*+)\"");

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    @Property(seed = HostileSnapshots.SEED)
    @SuppressWarnings("deprecation") // see Metrics
    void labelsComeBack(@ForAll("reports") Report report) {
        LatestReports latest = latest(report);
        List<MetricFamilySamples> families = TextFormats.families(latest.now(), "1");
        Metrics metrics =
                new Metrics(latest, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1", Optional.empty());

        List<Sample> meant = families.stream().flatMap(f -> f.samples.stream()).toList();
        List<Sample> read = new ArrayList<>();
        for (String line : TextFormats.of(metrics, TextFormat.CONTENT_TYPE_004).split("\n")) {
            if (!line.startsWith("#")) {
                read.add(sample(line));
            }
        }
        assertEquals(meant, read);
    }

    private static Sample sample(String line) {
        Matcher parts = LINE.matcher(line);
        assertTrue(parts.matches(), line);
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        LABEL.matcher(Objects.requireNonNullElse(parts.group(2), "")).results().forEach(label -> {
            names.add(label.group(1));
            values.add(Pattern.compile("\\\\(.)")
                    .matcher(label.group(2))
                    .replaceAll(c -> Matcher.quoteReplacement(c.group(1).equals("n") ? "\n" : c.group(1))));
        });
        return new Sample(parts.group(1), names, values, Double.parseDouble(parts.group(3)));
    }

    @Property(seed = HostileSnapshots.SEED)
    void nothingOnThePageBreaksItsLine(@ForAll("reports") Report report) {
        assertVisible(DatabasePage.of(latest(report).now(), report.database(), "", ""));
    }

    /** issue 12, C2: however much was found, a page is bounded, and says what is not on it. */
    @Example
    void aPageIsBounded() {
        Report healthy = Reports.of("home", Given.vchord(), Instant.EPOCH);
        int found = 2 * DatabasePage.MOST + 1;
        List<Finding> findings = IntStream.range(0, found)
                .mapToObj(i -> new Finding(
                        "object " + i,
                        "seen",
                        "expected",
                        Remedy.of(RemedyStep.superuser(Phase.values()[0], "SELECT " + i + ";"))))
                .toList();
        Report report = new Report(
                healthy.database(),
                healthy.examinedAt(),
                healthy.duration(),
                healthy.immich(),
                healthy.reading(),
                new Judgement(
                        healthy.now().forecast(),
                        List.of(new Diagnosis(
                                Check.OBJECT_OWNED_BY_OTHER, Severity.WARNING, false, Verdict.of(findings)))),
                healthy.upgrade());

        DatabasePage page = DatabasePage.of(latest(report).now(), "home", "", "");

        assertEquals(DatabasePage.MOST, page.problems().size());
        assertEquals(found - DatabasePage.MOST, page.moreProblems());
        assertEquals(DatabasePage.MOST, page.plan().steps().size());
        assertEquals(report.now().plan().size() - DatabasePage.MOST, page.plan().more());
        // A script that is not whole would be taken for one that is.
        assertEquals("", page.plan().script());
    }

    /** But for the script, which has lines. */
    private static void assertVisible(Object shown) {
        if (shown instanceof String text) {
            text.lines().forEach(line -> assertEquals(ReportText.visible(line), line));
        } else if (shown instanceof Collection<?> all) {
            all.forEach(HostileReportTest::assertVisible);
        } else if (shown instanceof Optional<?> optional) {
            optional.ifPresent(HostileReportTest::assertVisible);
        } else if (shown instanceof Record row) {
            for (var component : row.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    Object value = component.getAccessor().invoke(row);
                    assertTrue(
                            !(value instanceof String text)
                                    || !text.contains("\n")
                                    || component.getName().equals("script"),
                            component::toString);
                    assertVisible(value);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static LatestReports latest(Report report) {
        LatestReports latest = new LatestReports(
                Clock.fixed(report.examinedAt(), ZoneOffset.UTC), new StateDirectory(Optional.empty()));
        latest.begin(Reports.configuration(Duration.ofMinutes(3), report.database()));
        latest.take(report);
        return latest;
    }
}
