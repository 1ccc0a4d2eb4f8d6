package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    /** issue 14: a critical check fires by the rules of 3.3, and nobody knows those of 3.4. */
    @ParameterizedTest
    @CsvSource({"3.4.0, UNKNOWN", "9.9.9, UNKNOWN", "3.3.0, CRITICAL"})
    void cannotTellWhereOnlyTheNewestKnownReleaseWouldFail(String release, Overall expected) {
        Report report = new Doctor(Set.of(), Map.of())
                .report(
                        new Question("immich", Optional.empty(), Optional.of(Version.of(release)), Optional.empty()),
                        ReleasesFile.builtIn(),
                        new ImmichVersion(Optional.of(Version.of("2.7.5")), Source.CONFIGURED, false),
                        Given.vchord().available("vchord", "2.0.0").snapshot(),
                        Instant.EPOCH,
                        Duration.ZERO);

        assertEquals(expected, report.upgrade().orElseThrow().overallOfUpgrade());
    }
}
