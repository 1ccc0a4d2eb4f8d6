package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.immichpg.deploy.Deployed.Run;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests: held to Kubernetes' own schemas, and to what the agent really serves. */
class KubernetesTest {

    private interface Schema {
        void validate(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "Deployment", V1Deployment::validateJsonElement,
            "StatefulSet", V1StatefulSet::validateJsonElement,
            "PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "NetworkPolicy", V1NetworkPolicy::validateJsonElement);

    /** Of operators, whose schemas Maven has not: src/test/kubernetes holds them to npm's. */
    private static final List<String> OF_OPERATORS = List.of("ServiceMonitor", "PrometheusRule", "Cluster", "Database");

    private static final Path DIRECTORY = Path.of("deploy", "kubernetes");

    static List<String> manifests() {
        return Deployed.files(DIRECTORY, ".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .map(file -> Path.of("deploy").relativize(file).toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestIsAsItsSchemaSays(String path) {
        JsonNode manifest = Deployed.yaml(path);
        String kind = manifest.get("kind").asText();
        if (OF_OPERATORS.contains(kind)) {
            return;
        }
        Map<String, Schema> schemas = new TreeMap<>(SCHEMAS);
        assertTrue(schemas.containsKey(kind), () -> "nobody knows the schema of " + kind);
        if (path.startsWith("kubernetes/examples/")) {
            return; // a patch of another one, and no manifest
        }
        assertDoesNotThrow(() -> schemas.get(kind).validate(JsonParser.parseString(manifest.toString())));
    }

    @Test
    void theSchemasAreStrict() {
        String manifest = Deployed.yaml("kubernetes/base/deployment.yaml").toString();
        JsonElement misspelt = JsonParser.parseString(manifest.replace("readinessProbe", "readynessProbe"));
        assertThrows(IllegalArgumentException.class, () -> V1Deployment.validateJsonElement(misspelt));
    }

    @Test
    void probesAskWhatTheAgentServes() throws IOException {
        Properties served = new Properties();
        try (InputStream in = KubernetesTest.class.getResourceAsStream("/application.properties")) {
            served.load(in);
        }
        String root = served.getProperty("quarkus.smallrye-health.root-path");
        JsonNode container = container();
        assertEquals(root + "/live", container.at("/livenessProbe/httpGet/path").asText());
        assertEquals(
                root + "/ready", container.at("/readinessProbe/httpGet/path").asText());
        assertEquals(
                root + "/started", container.at("/startupProbe/httpGet/path").asText());
        String port = served.getProperty("quarkus.http.port").replaceAll("\\D", "");
        assertEquals(port, container.at("/ports/0/containerPort").asText());
        assertEquals(
                port,
                Deployed.yaml("kubernetes/base/service.yaml")
                        .at("/spec/ports/0/port")
                        .asText());
        assertEquals(
                served.getProperty("quarkus.micrometer.export.prometheus.path"),
                Deployed.yaml("kubernetes/prometheus-operator/servicemonitor.yaml")
                        .at("/spec/endpoints/0/path")
                        .asText());
    }

    /** Each has its part, and all parts have somebody. */
    @Test
    void everyShardOfTheFleetIsThere() {
        JsonNode set = Deployed.yaml("kubernetes/fleet/statefulset.yaml");
        JsonNode shard = Deployed.stream(set.at("/spec/template/spec/containers/0/env"))
                .filter(variable -> variable.get("name").asText().equals("IMMICH_PG_SHARD"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "$(POD_INDEX)/" + set.at("/spec/replicas").asInt(),
                shard.get("value").asText());
    }

    /** What the one may not, a thousand may not either. */
    @Test
    void anAgentOfTheFleetIsAsTheOnlyOne() {
        JsonNode one = container();
        JsonNode fleet = Deployed.yaml("kubernetes/fleet/statefulset.yaml").at("/spec/template/spec");
        JsonNode each = fleet.at("/containers/0");
        for (String part :
                List.of("image", "ports", "startupProbe", "livenessProbe", "readinessProbe", "securityContext")) {
            assertEquals(one.get(part), each.get(part), part);
        }
        JsonNode pod = Deployed.yaml("kubernetes/base/deployment.yaml").at("/spec/template/spec");
        assertEquals(pod.get("automountServiceAccountToken"), fleet.get("automountServiceAccountToken"));
        assertEquals(pod.get("enableServiceLinks"), fleet.get("enableServiceLinks"));
        assertEquals(pod.get("securityContext"), fleet.get("securityContext"));
    }

    /** The restricted level of Kubernetes' pod security standards, and a read-only root. */
    @Test
    void theAgentMayDoNothing() {
        JsonNode pod = Deployed.yaml("kubernetes/base/deployment.yaml").at("/spec/template/spec");
        assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
        assertEquals(
                "RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
        assertEquals(false, pod.get("automountServiceAccountToken").asBoolean(true));
        JsonNode container = container();
        assertEquals(
                false, container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true));
        assertTrue(container.at("/securityContext/readOnlyRootFilesystem").asBoolean());
        assertEquals("ALL", container.at("/securityContext/capabilities/drop/0").asText());
        // The image's own user.
        String user = pod.at("/securityContext/runAsUser").asText();
        assertTrue(
                Deployed.dockerfile().contains("\nUSER " + user + ":" + user + "\n"),
                "the Dockerfile's USER is another");
    }

    /** src/test/kubernetes/charts.sh does the same, with Kubernetes' schemas, and what is part of others. */
    @Test
    void kustomizePutsEveryDirectoryTogether() {
        for (Path file : Deployed.files(DIRECTORY, "kustomization.yaml")) {
            if (Deployed.read(file).contains("kind: Component")) {
                continue;
            }
            Run run =
                    Deployed.runIfThere("kubectl", "kustomize", file.getParent().toString());
            assertEquals(0, run.exit(), run::output);
            assertTrue(run.output().contains("kind: NetworkPolicy"), run::output);
        }
    }

    /** A chart can hold no file that stands outside of it. */
    @Test
    void theChartHasTheAlertsAndTheDashboard() {
        assertEquals(Deployed.text("prometheus/alerts.yml"), Deployed.text("helm/files/alerts.yml"));
        assertEquals(Deployed.text(Dashboard.FILE), Deployed.text("helm/files/immich-pg.json"));
    }

    /** What is written twice, for kustomize and for Helm, is the same. */
    @Test
    void theChartsPodIsThatOfTheManifests() throws IOException {
        String golden = Files.readString(Path.of("src", "test", "kubernetes", "charts", "crunchy.yaml"));
        String deployment = Stream.of(golden.split("(?m)^---$"))
                .filter(document -> document.contains("kind: Deployment"))
                .findFirst()
                .orElseThrow();
        JsonNode pod = Deployed.parse(deployment).at("/spec/template/spec");
        JsonNode manifest = Deployed.yaml("kubernetes/base/deployment.yaml").at("/spec/template/spec");
        for (String part :
                List.of("securityContext", "automountServiceAccountToken", "enableServiceLinks", "volumes")) {
            assertEquals(manifest.get(part), pod.get(part), part);
        }
        for (String part : List.of(
                "ports",
                "startupProbe",
                "livenessProbe",
                "readinessProbe",
                "securityContext",
                "volumeMounts",
                "resources")) {
            assertEquals(container().get(part), pod.at("/containers/0").get(part), part);
        }
    }

    private static JsonNode container() {
        return Deployed.yaml("kubernetes/base/deployment.yaml").at("/spec/template/spec/containers/0");
    }
}
