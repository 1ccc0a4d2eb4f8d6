package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // see Metrics
class MetricsTest {

    private static final Instant NOON = Reports.NOON;

    private static final List<String> SOME =
            List.of("\"server-read-only\"", "\"extension-update-blocked\"", "\"preload-library-missing\"");

    private Instant now = NOON.plusSeconds(5);
    private final LatestReports reports =
            new LatestReports(new SetClock(() -> now), new StateDirectory(Optional.empty()));
    private final Metrics metrics = new Metrics(
            reports,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            "1.2.3",
            Optional.of("https://pg.example.org/"));

    /** Rewritten with -Dgolden.write=true. */
    @Test
    void goldenText() throws IOException {
        reports.begin(Reports.configuration(Duration.ofMinutes(3), "home", "guide", "down", "late"));
        reports.take(Reports.of("home", Given.vchord(), NOON.minusSeconds(60)));
        reports.take(
                Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON, Check.DATABASE_OWNED_BY_OTHER));
        reports.take(Reports.of("guide", Given.pgvectors().preloadHidden().loadedPrefixes(), NOON));
        reports.take(Reports.unreadable("down", NOON));

        // Of the checks one that is fine, one that found something, and one that could not look stand for all: a new
        // check must not change this file.
        String text = lines().stream()
                        .filter(line ->
                                !line.contains(",check=") || SOME.stream().anyMatch(line::contains))
                        .map(line -> line.replaceAll("java=\"[^\"]*\"", "java=\"…\""))
                        .collect(Collectors.joining("\n"))
                + "\n";

        Path golden = Path.of("src/test/resources/dev/immichpg/publish/metrics.txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @Test
    void aReportThatIsTooOldKnowsNothing() {
        reports.begin(Reports.configuration(Duration.ofMinutes(3), "home"));
        reports.take(Reports.of("home", Given.vchord(), NOON));
        now = NOON.plusSeconds(180);
        assertTrue(lines().contains("immich_pg_up{database=\"home\",} 1.0"));

        now = NOON.plusSeconds(181);

        List<String> lines = lines();
        assertTrue(lines.contains("immich_pg_up{database=\"home\",} 0.0"));
        assertFalse(lines.stream().anyMatch(l -> l.startsWith("immich_pg_check_problem{")));
        assertEquals(
                Check.values().length,
                lines.stream()
                        .filter(l -> l.startsWith("immich_pg_check_unknown{") && l.endsWith(" 1.0"))
                        .count());
        assertTrue(
                lines.contains(
                        "immich_pg_start_forecast{database=\"home\",immich_version=\"2.7.5\",when=\"now\",outcome=\"unknown\",} 1.0"));
        // When it was last examined stays true.
        assertTrue(lines.contains("immich_pg_examination_timestamp_seconds{database=\"home\",} 1.7954352E9"));
    }

    @Test
    void anExtensionThatChangedSaysWhen() {
        reports.begin(Reports.configuration(Duration.ofDays(1), "home"));
        reports.take(Reports.of("home", Given.vchord(), NOON));
        assertFalse(text().contains("immich_pg_extension_changed_timestamp_seconds"));

        reports.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON.plusSeconds(60)));
        reports.take(Reports.unreadable("home", NOON.plusSeconds(120)));
        reports.take(Reports.of("home", Given.vchord().available("vchord", "1.1.1"), NOON.plusSeconds(180)));

        assertEquals(
                List.of(
                        "immich_pg_extension_changed_timestamp_seconds{database=\"home\",extension=\"vchord\",} 1.79543526E9"),
                lines().stream()
                        .filter(l -> l.startsWith("immich_pg_extension_changed"))
                        .toList());
    }

    /** A package that appears is what makes Immich choose another extension (FailureMode.EXTENSION_SWITCHES). */
    @Test
    void anExtensionThatAppearsOrGoesHasChanged() {
        reports.begin(Reports.configuration(Duration.ofDays(1), "home"));
        reports.take(Reports.of("home", Given.pgvector(), NOON));
        assertFalse(text().contains("immich_pg_extension_changed_timestamp_seconds"));

        reports.take(Reports.of("home", Given.pgvector().available("vchord", "1.1.1"), NOON.plusSeconds(60)));
        assertTrue(
                text().contains(
                                "immich_pg_extension_changed_timestamp_seconds{database=\"home\",extension=\"vchord\",} 1.79543526E9"));

        reports.take(Reports.of("home", Given.pgvector(), NOON.plusSeconds(120)));
        assertTrue(
                text().contains(
                                "immich_pg_extension_changed_timestamp_seconds{database=\"home\",extension=\"vchord\",} 1.79543532E9"));
        assertFalse(text().contains("immich_pg_extension_info{database=\"home\",extension=\"vchord\""));
    }

    @Test
    void namesFromTheDatabaseAreEscaped() {
        reports.begin(Reports.configuration(Duration.ofDays(1), "home"));
        reports.take(Reports.of("home", Given.vchord().installed("vchord", "0.4.3\"} 1\nimmich_pg_up 1 \\"), NOON));

        // issue 12: what a terminal would obey is visible before it is escaped.
        assertTrue(text().contains("installed=\"0.4.3\\\"} 1\\\\u000aimmich_pg_up 1 \\\\\""), this::text);
        assertFalse(text().contains("\nimmich_pg_up 1 "));
    }

    /** issue 12, C4: whoever writes to version_history makes no series of it. */
    @Test
    void onlyAReleaseIsALabel() {
        reports.begin(Reports.configuration(Duration.ofDays(1), "home"));
        for (String text : List.of("2.7.5-a.1+b", "2.7.5-rc.1x", "99999.1.1", "2.7.5+" + "x".repeat(200))) {
            reports.take(Reports.of("home", Given.vchord().versionHistory(text), NOON));
            assertEquals(List.of("unknown"), immichVersions(), text);
        }
        reports.take(Reports.of("home", Given.vchord().versionHistory("3.0.0-rc.2"), NOON));
        assertEquals(List.of("3.0.0-rc.2"), immichVersions());
    }

    private List<String> immichVersions() {
        return lines().stream()
                .filter(line -> line.startsWith("immich_pg_start_forecast{") && line.contains("when=\"now\""))
                .map(line -> line.replaceAll(".*immich_version=\"([^\"]*)\".*", "$1"))
                .distinct()
                .toList();
    }

    /** Two reports in turn, of one of which every series differs from the other's: a scrape sees all of one. */
    @Test
    void noScrapeSeesHalfOfAnUpdate() throws InterruptedException {
        Report healthy = Reports.of("home", Given.vchord(), NOON);
        Report down = Reports.unreadable("home", NOON);
        reports.begin(Reports.configuration(Duration.ofDays(1), "home"));
        reports.take(healthy);
        AtomicBoolean done = new AtomicBoolean();
        Thread agent = new Thread(() -> {
            while (!done.get()) {
                reports.take(down);
                reports.take(healthy);
            }
        });
        agent.start();
        try {
            for (int i = 0; i < 2_000; i++) {
                List<String> lines = lines();
                boolean up = lines.contains("immich_pg_up{database=\"home\",} 1.0");
                assertEquals(
                        up ? 0 : Check.values().length,
                        lines.stream()
                                .filter(l -> l.startsWith("immich_pg_check_unknown{") && l.endsWith(" 1.0"))
                                .count());
                assertEquals(
                        up,
                        lines.contains(
                                "immich_pg_start_forecast{database=\"home\",immich_version=\"2.7.5\",when=\"now\","
                                        + "outcome=\"starts\",} 1.0"));
                assertEquals(up, lines.stream().anyMatch(l -> l.startsWith("immich_pg_extension_info{")));
            }
        } finally {
            done.set(true);
            agent.join();
        }
    }

    private List<String> lines() {
        return text().lines().collect(Collectors.toList());
    }

    private String text() {
        return TextFormats.of(metrics, TextFormat.CONTENT_TYPE_004);
    }
}
