package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** issue 17: a release is made of what is pinned, by the scripts that can be tried here. */
class WorkflowsTest {

    private static final Path RELEASE = Path.of("src", "release");

    private static List<Path> workflows() {
        return Deployed.files(Path.of(".github", "workflows"), ".yml");
    }

    @Test
    void everyActionIsPinnedByItsCommit() {
        for (Path workflow : workflows()) {
            List<String> loose = Pattern.compile("uses: (.*)")
                    .matcher(Deployed.read(workflow))
                    .results()
                    .map(action -> action.group(1))
                    .filter(action -> !action.matches("[\\w/-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"))
                    .toList();
            assertEquals(List.of(), loose, workflow::toString);
        }
    }

    @Test
    void everyScriptOfAReleaseIsDescribedAndThoseThatAreCalledAreThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.list(RELEASE)) {
            there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sh"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(there, scripts(Deployed.read(RELEASE.resolve("README.md")), "`(\\w+\\.sh)"));
        for (Path file : Stream.concat(workflows().stream(), Stream.of(Path.of("deploy/helm/Chart.yaml")))
                .toList()) {
            assertTrue(there.containsAll(scripts(Deployed.read(file), "src/release/(\\w+\\.sh)")), file::toString);
        }
    }

    private static Set<String> scripts(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(script -> script.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What Renovate does not know by itself is kept current by these expressions, as long as they match. */
    @Test
    void renovateFindsWhatItIsToldOf() throws IOException {
        JsonNode managers = new ObjectMapper()
                .readTree(Deployed.read(Path.of("renovate.json")))
                .get("customManagers");
        TreeSet<String> found = new TreeSet<>();
        for (JsonNode manager : managers) {
            String file = manager.at("/managerFilePatterns/0").asText().replaceAll("^/\\^|\\$/$|\\\\", "");
            for (JsonNode expression : manager.get("matchStrings")) {
                List<MatchResult> matches = Pattern.compile(expression.asText())
                        .matcher(Deployed.read(Path.of(file)))
                        .results()
                        .toList();
                assertTrue(!matches.isEmpty(), () -> expression + " matches nothing in " + file);
                matches.forEach(match -> found.add(
                        match.groupCount() == 2
                                ? match.group(1)
                                : manager.get("depNameTemplate").asText()));
            }
        }
        assertEquals(
                Set.of(
                        "github.com/rhysd/actionlint",
                        "github.com/yannh/kubeconform",
                        "helm.sh/helm/v3",
                        "helm/helm",
                        "kubernetes-validate",
                        "sigs.k8s.io/kustomize/kustomize/v5"),
                found);
    }
}
