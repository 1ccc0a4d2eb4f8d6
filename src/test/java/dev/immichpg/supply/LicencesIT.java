package dev.immichpg.supply;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.immichpg.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/licences.md: what is shipped, and under which licences. Those of a dependency are what its pom says (Maven's
 * license plugin has written them to target/licences.txt); that it is shipped, the packaged program says. A dependency without a
 * licence, and a licence that is not among {@link #SPDX}, fail the build: somebody has to read it first.
 */
class LicencesIT {

    /** Licences that may be shipped, by how poms spell them. The names on the right are SPDX's. */
    private static final Map<String, String> SPDX = spdx(
            "Apache-2.0",
            "Apache-2.0|Apache 2.0|Apache License 2.0|Apache License, Version 2.0|The Apache License, Version 2.0|"
                    + "The Apache Software License, Version 2.0|The Apache Software License, version 2.0",
            "BSD-2-Clause",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "EDL 1.0|Eclipse Distribution License - v 1.0",
            "CC0-1.0",
            "Public Domain, per Creative Commons CC0",
            "EPL-1.0",
            "Eclipse Public License - v 1.0",
            "EPL-2.0",
            "EPL-2.0|EPL 2.0|Eclipse Public License - v 2.0|Eclipse Public License 2.0|Eclipse Public License v. 2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "GPL2 w/ CPE|GPL-2.0-with-classpath-exception|"
                    + "GNU General Public License, version 2 with the GNU Classpath Exception",
            "LicenseRef-Public-Domain",
            "Public Domain",
            "MIT",
            "MIT",
            "MIT-0",
            "MIT-0");

    @Test
    void thePageNamesTheLicencesOfWhatIsShipped() throws IOException {
        Map<String, List<String>> declared = declared();
        Map<String, TreeSet<String>> byLicence = new TreeMap<>();
        for (String dependency : Shipped.versions().keySet()) {
            List<String> names = declared.get(dependency);
            assertNotNull(names, () -> dependency + " is shipped, and nothing is known of its licence");
            String licence = names.stream()
                    .map(name -> {
                        String known = SPDX.get(name);
                        assertNotNull(known, () -> dependency + " has a licence that nobody has read: " + name);
                        return known;
                    })
                    .distinct()
                    .sorted()
                    .collect(joining(" OR "));
            byLicence.computeIfAbsent(licence, l -> new TreeSet<>()).add(dependency);
        }
        Golden.assertHolds(
                Path.of("docs", "reference", "licences.md"),
                """
                # Licences

                Made from the packaged program (`./mvnw verify -Dgolden.write=true -Dit.test=LicencesIT`). immich-pg-monitor is
                under Apache-2.0. With it come these libraries, each under the licence that its publisher names; where
                there is a choice, all are named. `./mvnw package -Psbom` writes the same with versions and checksums to
                `target/bom.json`. Only the checksum of picocli is that of its publisher's jar: the build compiles the sources of the
                same version itself (`pom.xml` says why).

                | licence | libraries |
                |---|---|
                """
                        + byLicence.entrySet().stream()
                                .map(e -> "| " + e.getKey() + " | "
                                        + e.getValue().stream()
                                                .map(d -> "`" + d + "`")
                                                .collect(joining(", "))
                                        + " |\n")
                                .collect(joining()));
    }

    private static Map<String, List<String>> declared() throws IOException {
        Map<String, List<String>> declared = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("target", "licences.txt"))) {
            String[] parts = line.split("\t");
            declared.put(parts[0], Arrays.asList(parts).subList(1, parts.length));
        }
        return declared;
    }

    private static Map<String, String> spdx(String... namesAndSpellings) {
        Map<String, String> spdx = new HashMap<>();
        for (int i = 0; i < namesAndSpellings.length; i += 2) {
            for (String spelling : namesAndSpellings[i + 1].split("\\|")) {
                spdx.put(spelling, namesAndSpellings[i]);
            }
        }
        return spdx;
    }
}
