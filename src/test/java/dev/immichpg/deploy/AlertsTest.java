package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.immichpg.check.Check;
import dev.immichpg.check.Severity;
import dev.immichpg.deploy.Deployed.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules: their form here, what they do in alerts_test.yml, and that somebody is told in AlertsIT. */
class AlertsTest {

    private static final String RULES = "prometheus/alerts.yml";
    private static final String OF_OPERATOR = "kubernetes/prometheus-operator/prometheusrule.yaml";

    static List<JsonNode> rules() {
        return Deployed.stream(Deployed.yaml(RULES).get("groups"))
                .flatMap(group -> Deployed.stream(group.get("rules")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHasOneForm(JsonNode rule) {
        assertTrue(rule.get("alert").asText().matches("ImmichPg([A-Z][a-z]+)+"), rule::toString);
        JsonNode annotations = rule.get("annotations");
        assertTrue(annotations.get("summary").asText().matches("[A-Z][^{]*\\."), "a sentence, always the same");
        assertTrue(annotations.get("description").asText().matches("(?s)[A-Z{].*\\{\\{ \\$labels\\..*\\."));
        Set<String> severities =
                Arrays.stream(Severity.values()).map(Severity::label).collect(Collectors.toSet());
        boolean ofCheck = rule.get("expr").asText().matches("(?s)\\(\\s*last_over_time\\(immich_pg_check_problem\\[.*");
        assertTrue(
                ofCheck
                        ? !rule.has("labels")
                        : severities.contains(rule.at("/labels/severity").asText()),
                rule::toString);
    }

    /** The one exception is the agent that is gone, and serves no page. */
    @ParameterizedTest
    @MethodSource("rules")
    void linksAreComputed(JsonNode rule) {
        String link = rule.at("/annotations/runbook_url").asText();

        boolean ofAgent = rule.get("alert").asText().equals("ImmichPgAgentAbsent");
        boolean ofCheck = rule.get("expr").asText().contains("immich_pg_check_");
        boolean ofDatabase = !Set.of(
                        "ImmichPgConfigurationRefused", "ImmichPgNoticesFailing", "ImmichPgHeartbeatFailing")
                .contains(rule.get("alert").asText());
        String path =
                (ofDatabase ? "/databases/{{ $labels.database }}" : "/") + (ofCheck ? "#{{ $labels.check }}" : "");
        assertEquals(
                ofAgent
                        ? ""
                        : "{{ with printf \"immich_pg_external_url_info{job='%s',instance='%s'}\" $labels.job"
                                + " $labels.instance | query }}{{ . | first | label \"url\" }}" + path + "{{ end }}",
                link);
    }

    @Test
    void noRuleNamesACheck() {
        String rules = Deployed.text(RULES);
        for (Check check : Check.values()) {
            assertFalse(rules.contains(check.id()), check::id);
        }
    }

    @Test
    void everyRuleHasItsTests() {
        Set<String> firing = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        Deployed.stream(Deployed.yaml("prometheus/alerts_test.yml").get("tests"))
                .flatMap(test -> Deployed.stream(test.path("alert_rule_test")))
                .forEach(test -> (test.get("exp_alerts").isEmpty() ? quiet : firing)
                        .add(test.get("alertname").asText()));

        List<String> alerts =
                rules().stream().map(r -> r.get("alert").asText()).sorted().toList();
        assertEquals(alerts, List.copyOf(firing));
        assertEquals(alerts, List.copyOf(quiet));
    }

    @Test
    void promtoolAcceptsThem() {
        assertAccepts("promtool", "check", "rules", Deployed.file(RULES).toString());
    }

    @Test
    void theyFireWhenTheyShouldAndOnlyThen() {
        assertAccepts(
                "promtool",
                "test",
                "rules",
                Deployed.file("prometheus/alerts_test.yml").toString());
    }

    @Test
    void prometheusAndAlertmanagerAcceptTheirConfiguration() throws IOException {
        assertAccepts(
                "promtool",
                "check",
                "config",
                "--syntax-only",
                Deployed.file("prometheus/scrape.yml").toString());
        assertAccepts(
                "promtool",
                "check",
                "config",
                "--syntax-only",
                Deployed.file("compose/prometheus.yml").toString());
        assertAccepts(
                "amtool",
                "check-config",
                Deployed.file("prometheus/alertmanager.yml").toString());
    }

    /** The operator wants them inside a document of its own. Rewritten with -Dgolden.write=true. */
    @Test
    void theOperatorsCopyIsTheSame() throws IOException {
        String text = """
                # Made from deploy/prometheus/alerts.yml; a test compares the two.
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: immich-pg-monitor
                  labels:
                    app.kubernetes.io/name: immich-pg-monitor
                spec:
                """
                + Deployed.text(RULES)
                        .lines()
                        .dropWhile(line -> !line.equals("groups:"))
                        .map(line -> line.isEmpty() ? line : "  " + line)
                        .collect(Collectors.joining("\n", "", "\n"));

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Deployed.file(OF_OPERATOR), text);
        }
        assertEquals(text, Deployed.text(OF_OPERATOR));
    }

    private static void assertAccepts(String... command) {
        Run run = Deployed.run(command);
        assertEquals(0, run.exit(), run::output);
    }
}
