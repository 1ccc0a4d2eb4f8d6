package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Overall;
import dev.immichpg.check.Question;
import dev.immichpg.check.Report;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import dev.immichpg.publish.StatusSummary.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusSummaryTest {

    /** issue 14, row 11: it said "Safe to upgrade". */
    @ParameterizedTest
    @CsvSource({
        "9.9.9, UNKNOWN, Cannot tell: 9.9.9 is newer than this agent knows (3.3)",
        "3.4.0, UNKNOWN, Cannot tell: 3.4.0 is newer than this agent knows (3.3)",
        "3.3.0, OK, Safe to upgrade to 3.3.0"
    })
    void upgradesOnlyAsFarAsTheTableGoes(String release, Overall overall, String headline) {
        Version to = Version.of(release);
        Report report = new Doctor(Set.of(), Map.of())
                .report(
                        new Question("immich", Optional.empty(), Optional.of(to), Optional.empty()),
                        ReleasesFile.builtIn(),
                        new ImmichVersion(Optional.of(Version.of("2.7.5")), Source.CONFIGURED, false),
                        Given.vchord().snapshot(),
                        Instant.EPOCH,
                        Duration.ZERO);

        assertEquals(overall, report.upgrade().orElseThrow().overall());
        assertEquals(headline, StatusSummary.upgrade(report).orElseThrow().headline());
    }

    /** Whatever the scale may become. */
    @Test
    void theOverviewIsOrderedByTheScale() {
        assertEquals(
                Stream.of(Overall.values())
                        .sorted(Comparator.reverseOrder())
                        .map(State::of)
                        .toList(),
                State.ALL.stream().filter(state -> !state.equals(State.WAITING)).toList());
    }
}
