package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.MetricFamilies.Agent;
import dev.immichpg.publish.MetricFamily.Label;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A scrape as the agent writes it, and the same samples as the client library has them. */
final class TextFormats {

    private TextFormats() {}

    static String of(Metrics metrics, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            metrics.write(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Those that have samples. */
    static List<MetricFamilySamples> families(All all, String version) {
        return Stream.concat(
                        MetricFamilies.OF_DATABASES.stream().map(family -> of(family, all.databases(), "database")),
                        MetricFamilies.OF_AGENT.stream()
                                .map(family -> of(family, Map.of("", new Agent(all, version, "")), "")))
                .filter(family -> !family.samples.isEmpty())
                .toList();
    }

    private static <T> MetricFamilySamples of(MetricFamily<T> family, Map<String, T> subjects, String label) {
        List<Sample> samples = subjects.entrySet().stream()
                .flatMap(subject -> family.values().apply(subject.getValue()).map(value -> {
                    Stream<String> first = label.isEmpty() ? Stream.empty() : Stream.of(subject.getKey());
                    return new Sample(
                            family.sampleName(),
                            family.labels().stream().map(Label::name).toList(),
                            Stream.concat(first, value.labels().stream())
                                    .map(ReportText::visible)
                                    .toList(),
                            value.number());
                }))
                .toList();
        return new MetricFamilySamples(family.name(), family.type(), family.help(), samples);
    }
}
