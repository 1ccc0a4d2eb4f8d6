package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** issue 19: what the agent writes by itself is, byte by byte, what the client library would write. */
@SuppressWarnings("deprecation") // see Metrics
class ExpositionTest {

    private static final String ODD = "o\"d\\d\nä\u202e" + "x".repeat(20_000);

    @ParameterizedTest
    @ValueSource(strings = {TextFormat.CONTENT_TYPE_004, TextFormat.CONTENT_TYPE_OPENMETRICS_100})
    void itIsWhatTheLibraryWrites(String format) throws IOException {
        LatestReports reports = new LatestReports(
                new SetClock(() -> Reports.NOON.plusSeconds(1)), new StateDirectory(Optional.empty()));
        reports.begin(Reports.configuration(Duration.ofMinutes(3), ODD, "home", "down", "late"));
        reports.take(Reports.of("home", Given.vchord(), Reports.NOON, Check.DATABASE_OWNED_BY_OTHER));
        reports.take(Reports.unreadable("down", Reports.NOON));
        for (int i : IntStream.range(0, 3).toArray()) {
            reports.take(Reports.of(ODD, Given.vchord().installed("vchord", ODD + i), Reports.NOON));
        }
        Metrics metrics =
                new Metrics(reports, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1\"2", Optional.empty());
        StringWriter library = new StringWriter();
        TextFormat.writeFormat(format, library, Collections.enumeration(TextFormats.families(reports.now(), "1\"2")));

        assertEquals(library.toString(), TextFormats.of(metrics, format));
    }
}
