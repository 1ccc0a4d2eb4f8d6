package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@code deploy/} and {@code docs/} name is there. Metrics are held to docs/reference/metrics.md, which is made from the
 * code; settings in ConfigurationReferenceTest.
 */
class NamesTest {

    private static final Pattern METRIC = Pattern.compile("immich_pg_[a-z_]*[a-z]");
    private static final Path REFERENCE = Path.of("docs", "reference", "metrics.md");

    private static List<Path> written() {
        return Stream.of(
                        Deployed.files(Path.of("deploy"), ".yml", ".yaml", ".json", ".conf", ".cfg", ".service"),
                        Deployed.files(Path.of("docs"), ".md"),
                        List.of(Path.of("README.md")))
                .flatMap(List::stream)
                .toList();
    }

    private static Set<String> metrics(Path file) {
        return METRIC.matcher(Deployed.read(file))
                .results()
                .map(r -> r.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricThatIsNamedIsPublished() {
        Set<String> published = metrics(REFERENCE);
        for (Path file : written()) {
            Set<String> unknown = metrics(file);
            unknown.removeAll(published);
            assertEquals(Set.of(), unknown, file::toString);
        }
    }

    /** By the dashboard or an alert: a metric that nobody looks at need not be there. */
    @Test
    void everyMetricThatIsPublishedIsOfUse() {
        Set<String> unused = metrics(REFERENCE);
        unused.removeAll(metrics(Deployed.file(Dashboard.FILE)));
        unused.removeAll(metrics(Deployed.file("prometheus/alerts.yml")));
        assertEquals(Set.of(), unused);
    }

    @Test
    void everyAlertHasItsLineInTheDocs() {
        Pattern line = Pattern.compile("^\\| `(\\w+)` \\| ([\\w' ]+) \\|", Pattern.MULTILINE);
        List<String> documented = line.matcher(Deployed.read(Path.of("docs", "how-to", "alerts.md")))
                .results()
                .map(r -> r.group(1) + " " + r.group(2))
                .toList();
        List<String> there = new ArrayList<>();
        for (JsonNode rule : AlertsTest.rules()) {
            there.add(rule.get("alert").asText() + " "
                    + rule.at("/labels/severity").asText("").transform(s -> s.isEmpty() ? "the check's" : s));
        }
        assertEquals(there, documented);
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]+)(#[^)]*)?\\)");
        for (Path file : Stream.concat(
                        Deployed.files(Path.of("docs"), ".md").stream(),
                        Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")))
                .toList()) {
            Matcher matcher = link.matcher(Deployed.read(file));
            while (matcher.find()) {
                Path target = file.resolveSibling(matcher.group(1)).normalize();
                assertTrue(Files.exists(target), () -> file + " links to " + target);
            }
        }
    }

    @Test
    void everyPageOfTheDocsIsFoundFromItsIndex() {
        String index = Deployed.read(Path.of("docs", "README.md"));
        for (String purpose : List.of("tutorial", "how-to", "reference", "explanation")) {
            for (Path page : Deployed.files(Path.of("docs", purpose), ".md")) {
                Path relative = Path.of("docs").relativize(page);
                assertTrue(index.contains("(" + relative + ")"), relative::toString);
            }
        }
    }
}
