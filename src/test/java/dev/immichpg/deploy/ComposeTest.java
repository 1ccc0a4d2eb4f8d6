package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.immichpg.deploy.Deployed.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is added to an Immich compose project. */
class ComposeTest {

    /** Relative paths of every further -f are the first one's, which is Immich's: hence the variable. */
    private static final Pattern MOUNT =
            Pattern.compile("\\$\\{PG_MONITOR_DIR:-\\./immich-pg-monitor}/([^:]+):([^:]+):ro");

    private static JsonNode services() {
        return Deployed.yaml("compose/compose.yml").get("services");
    }

    @Test
    void theAgentComesAloneAndTheRestWithAProfile() {
        services()
                .properties()
                .forEach(service -> assertEquals(
                        service.getKey().equals("immich-pg-monitor") ? "" : "monitoring",
                        service.getValue().path("profiles").path(0).asText(),
                        service::getKey));
    }

    @Test
    void theAgentMayDoNothingAndReadsImmichsOwnVariables() {
        JsonNode agent = services().get("immich-pg-monitor");
        assertEquals(".env", agent.get("env_file").asText());
        // What stands here outranks .env, and so holds what that says.
        agent.get("environment")
                .properties()
                .forEach(variable -> assertTrue(
                        variable.getValue().asText().contains("${" + variable.getKey() + ":-"), variable::toString));
        assertTrue(agent.get("read_only").asBoolean());
        assertEquals("ALL", agent.at("/cap_drop/0").asText());
        assertEquals("no-new-privileges:true", agent.at("/security_opt/0").asText());
        assertTrue(Files.exists(Path.of(agent.at("/build/dockerfile").asText())));
    }

    /** For whoever has the image and no clone. */
    @Test
    void theFileOfTheAgentAloneIsTheSameAndNeedsNoOtherFile() {
        JsonNode alone = Deployed.yaml("compose/agent.yml").get("services");
        ObjectNode agent = services().get("immich-pg-monitor").deepCopy();
        agent.remove("build");
        // Else Immich's own "docker compose pull" would end with an error.
        agent.put("pull_policy", "${PG_MONITOR_PULL_POLICY:-never}");
        assertEquals(1, alone.size());
        assertEquals(agent, alone.get("immich-pg-monitor"));
        assertTrue(!Deployed.text("compose/agent.yml").contains("PG_MONITOR_DIR"));
    }

    @Test
    void nothingIsOpenToTheNetworkByDefault() {
        services()
                .forEach(service -> service.path("ports")
                        .forEach(port -> assertTrue(port.asText().startsWith("127.0.0.1:"), port::asText)));
    }

    /** By whom it is mounted, and where those look for it. */
    @Test
    void everyFileThatIsMountedIsThere() {
        List<String> read = Deployed.stream(services())
                .flatMap(service -> Deployed.stream(service.path("volumes")))
                .map(JsonNode::asText)
                .filter(mount -> !mount.matches("immich-pg-(prometheus|state):.*"))
                .map(mount -> {
                    Matcher matcher = MOUNT.matcher(mount);
                    assertTrue(matcher.matches(), mount);
                    assertTrue(Files.exists(Path.of(matcher.group(1))), mount);
                    return matcher.group(2);
                })
                .toList();

        String rules =
                Deployed.yaml("compose/prometheus.yml").at("/rule_files/0").asText();
        assertTrue(read.contains("/etc/prometheus/" + rules), rules);
        assertTrue(read.contains("/etc/grafana/provisioning"));
    }

    /** As the image has it: else Docker would make it root's. */
    @Test
    void theStateHasADirectoryOfTheAgentsOwn() {
        String mount = services().get("immich-pg-monitor").at("/volumes/0").asText();
        String directory = mount.substring(mount.indexOf(':') + 1);
        assertTrue(
                Deployed.dockerfile().contains("COPY --from=cache --chown=10001:10001 /state " + directory + "\n"),
                mount);
        assertTrue(
                Deployed.text("compose/compose.yml").contains("IMMICH_PG_STATE_DIRECTORY=" + directory + " in .env"),
                mount);
    }

    @Test
    void theyFindEachOther() {
        JsonNode prometheus = Deployed.yaml("compose/prometheus.yml");
        String target =
                prometheus.at("/scrape_configs/0/static_configs/0/targets/0").asText();
        assertIsService(target);
        // issue 12: it answers to the name by which it is scraped.
        assertTrue(services()
                .at("/immich-pg-monitor/environment/IMMICH_PG_ALLOWED_HOSTS")
                .asText()
                .startsWith(target.split(":")[0] + ","));
        assertIsService(prometheus
                .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
                .asText());
        assertIsService(Deployed.yaml("grafana/provisioning/datasources/prometheus.yml")
                .at("/datasources/0/url")
                .asText()
                .replace("http://", ""));
    }

    /** {@code name:port}, of which compose publishes the port. */
    private static void assertIsService(String address) {
        String[] parts = address.split(":");
        assertTrue(services().has(parts[0]), address);
        assertTrue(services().get(parts[0]).at("/ports/0").asText().endsWith(":" + parts[1]), address);
    }

    /** As the second file of a project like Immich's, by compose itself. */
    @Test
    void composeAcceptsIt(@TempDir Path project) throws IOException {
        Files.createSymbolicLink(
                project.resolve("immich-pg-monitor"), Path.of("").toAbsolutePath());
        Files.writeString(
                project.resolve(".env"),
                "DB_PASSWORD=postgres\nDB_USERNAME=postgres\nIMMICH_VERSION=release\n" + composeFile() + "\n");
        Files.writeString(project.resolve("docker-compose.yml"), """
                services:
                  database:
                    image: ghcr.io/immich-app/postgres:14-vectorchord0.4.3-pgvectors0.2.0
                    environment:
                      POSTGRES_PASSWORD: ${DB_PASSWORD}
                """);

        Run run = Deployed.runIn(project, "docker-compose", "--profile=monitoring", "config");

        assertEquals(0, run.exit(), run::output);
        assertTrue(run.output().contains("DB_USERNAME: postgres"), run::output);
    }

    /** The line that the page has people put into .env, so that each later command knows both files. */
    private static String composeFile() throws IOException {
        return Files.readAllLines(Path.of("docs", "how-to", "compose.md")).stream()
                .filter(line -> line.startsWith("COMPOSE_FILE="))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void homeAssistantAsksForWhatIsServed() {
        JsonNode rest = Deployed.yaml("homeassistant/immich.yaml").at("/rest/0");
        assertTrue(rest.get("resource").asText().endsWith("/api/databases/immich/verdict"));
    }
}
