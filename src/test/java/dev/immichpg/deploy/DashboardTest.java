package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.immichpg.check.Check;
import dev.immichpg.deploy.Deployed.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboard, by the rules of Grafana's dashboard-linter (https://github.com/grafana/dashboard-linter), each test named
 * after its rule; and that it is as generic as the alerts.
 */
class DashboardTest {

    private static final String DATASOURCE = "$datasource";
    private static final Map<String, String> SELECTED = new TreeMap<>(Map.of("job", "Job", "instance", "Instance"));

    static List<JsonNode> panels() {
        return Dashboard.panels();
    }

    static List<JsonNode> targets() {
        return Dashboard.targets();
    }

    @Test
    void templateDatasourceRule() {
        JsonNode first = Dashboard.variables().get(0);
        assertEquals("datasource", first.get("name").asText());
        assertEquals("datasource", first.get("type").asText());
        assertEquals("Data source", first.get("label").asText());
        assertEquals("prometheus", first.get("query").asText());
    }

    @Test
    void templateJobAndInstanceRules() {
        SELECTED.forEach((name, label) -> {
            JsonNode variable = Dashboard.variables().stream()
                    .filter(v -> v.get("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertEquals(label, variable.get("label").asText());
            assertEquals("query", variable.get("type").asText());
            assertEquals(DATASOURCE, variable.at("/datasource/uid").asText());
            assertTrue(variable.get("multi").asBoolean());
            assertEquals(".+", variable.get("allValue").asText());
        });
    }

    @Test
    void templateOnTimeChangeReloadRule() {
        Dashboard.variables().stream()
                .filter(v -> v.get("type").asText().equals("query"))
                .forEach(v -> assertEquals(2, v.get("refresh").asInt(), v::toString));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panelDatasourceRule(JsonNode panel) {
        assertEquals(DATASOURCE, panel.at("/datasource/uid").asText());
        panel.get("targets")
                .forEach(t -> assertEquals(DATASOURCE, t.at("/datasource/uid").asText()));
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panelTitleDescriptionRule(JsonNode panel) {
        assertFalse(panel.get("title").asText().isBlank());
        assertFalse(panel.get("description").asText().isBlank());
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panelUnitsRule(JsonNode panel) {
        assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank());
    }

    @ParameterizedTest
    @MethodSource("panels")
    void panelNoTargetsRule(JsonNode panel) {
        assertFalse(panel.get("targets").isEmpty());
    }

    /** Each selector of a series names them both. */
    @ParameterizedTest
    @MethodSource("targets")
    void targetJobAndInstanceRules(JsonNode target) {
        Matcher selector = Pattern.compile("immich_pg_\\w+(\\{[^}]*\\})?")
                .matcher(target.get("expr").asText());
        int selectors = 0;
        while (selector.find()) {
            selectors++;
            for (String name : SELECTED.keySet()) {
                assertTrue(selector.group().contains(name + "=~\"$" + name + "\""), selector::group);
            }
        }
        assertTrue(selectors > 0, target::toString);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void targetRateIntervalAndCounterAggRules(JsonNode target) {
        String expression = target.get("expr").asText();
        Matcher counter = Pattern.compile("(\\w*)\\(immich_pg_\\w+_total\\{[^}]*\\}(\\[[^]]*\\])?")
                .matcher(expression);
        while (counter.find()) {
            assertTrue(Set.of("rate", "increase").contains(counter.group(1)), expression);
            assertEquals("[$__rate_interval]", counter.group(2));
            assertTrue(expression.startsWith("sum by ("), expression);
        }
    }

    @Test
    void uneditableDashboardRule() {
        assertFalse(Dashboard.json().get("editable").asBoolean(true));
    }

    /** By Prometheus' own parser. */
    @Test
    void targetPromqlRule(@TempDir Path directory) throws IOException {
        ObjectNode file = new ObjectMapper().createObjectNode();
        ArrayNode rules =
                file.putArray("groups").addObject().put("name", "panels").putArray("rules");
        int number = 0;
        for (JsonNode target : targets()) {
            rules.addObject().put("record", "panel:" + number++).put("expr", Dashboard.query(target));
        }
        Path written = Files.writeString(directory.resolve("rules.yml"), file.toString());

        Run run = Deployed.run("promtool", "check", "rules", written.toString());
        assertEquals(0, run.exit(), run::output);
    }

    @Test
    void isProvisionedAsItIs() {
        JsonNode dashboard = Dashboard.json();
        assertFalse(dashboard.has("__inputs"));
        assertEquals("immich-pg", dashboard.get("uid").asText());
        assertTrue(dashboard.get("schemaVersion").asInt() > 0);
        String directory = Deployed.yaml("grafana/provisioning/dashboards/immich-pg.yml")
                .at("/providers/0/options/path")
                .asText();
        assertTrue(
                Deployed.text("compose/compose.yml").contains("/deploy/grafana/dashboards:" + directory + ":ro"),
                directory);
    }

    @Test
    void namesNoCheckAndPutsTheForecastOnTop() {
        String text = Deployed.text(Dashboard.FILE);
        for (Check check : Check.values()) {
            assertFalse(text.contains(check.id()), check::id);
        }
        assertTrue(targets().get(0).get("expr").asText().contains("immich_pg_start_forecast"));
    }

    @Test
    void noPanelLiesOnAnother() {
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();
        for (JsonNode panel : panels()) {
            assertTrue(ids.add(panel.get("id").asInt()));
            JsonNode at = panel.get("gridPos");
            assertTrue(at.get("x").asInt() + at.get("w").asInt() <= 24, panel::toString);
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    assertTrue(
                            cells.add(
                                    List.of(at.get("x").asInt() + x, at.get("y").asInt() + y)),
                            () -> panel.get("title").asText());
                }
            }
        }
    }
}
