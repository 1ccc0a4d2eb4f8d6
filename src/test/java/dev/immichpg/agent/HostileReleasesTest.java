package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.HostileJson;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Question;
import dev.immichpg.check.ReportText;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A releases file is one that can be judged by, or is refused with one sentence on one line that says where. */
class HostileReleasesTest {

    @Provide
    Arbitrary<String> documents() throws IOException {
        try (InputStream file = ReleasesFile.class.getResourceAsStream("/dev/immichpg/need/releases.json")) {
            return HostileJson.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Property
    void aDocumentIsReadOrRefused(@ForAll("documents") String document) {
        Releases releases;
        try {
            releases = ReleasesFile.parse("releases.json", document);
        } catch (InvalidReleases refused) {
            String sentence = refused.getMessage();
            assertEquals(ReportText.visible(sentence), sentence);
            assertTrue(sentence.startsWith("releases.json: ") && sentence.endsWith("."), sentence);
            return;
        }
        Snapshot is = Given.vchord().snapshot();
        new Doctor(Set.of(), Map.of())
                .report(
                        new Question("home", Optional.empty(), Optional.of(Version.of("3.3.0")), Optional.empty()),
                        releases,
                        ReleaseDetection.version(Optional.empty(), is, releases, Optional.empty()),
                        is,
                        Instant.EPOCH,
                        Duration.ZERO)
                .now()
                .diagnoses()
                .forEach(d -> assertFalse(d.verdict().note().startsWith("This check failed"), d::toString));
    }
}
