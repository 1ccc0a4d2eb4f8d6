package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.PlatformFiles;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.ConfigurationInForce;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Question;
import dev.immichpg.forecast.ReleaseDetection;
import dev.immichpg.need.Releases;
import dev.immichpg.need.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** issue 17: of which upgrade the page of a database tells. */
class DatabasePageTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final Doctor DOCTOR = new Doctor(Set.of(), Map.of());
    private static final Releases RELEASES = ReleasesFile.builtIn();
    private static final String NEWEST =
            RELEASES.newerThan(Optional.empty()).orElseThrow().text();

    @Test
    void whereNobodyAsksTheNewestReleaseIsForecast() {
        DatabasePage page = page(Given.vchord(), Optional.empty(), "");

        assertTrue(page.unasked());
        assertEquals(NEWEST, page.asked());
        assertTrue(page.upgrade().orElseThrow().headline().contains(NEWEST), page::toString);
        assertTrue(page.forecasts().get(1).title().contains(NEWEST), page::toString);
    }

    @Test
    void aDatabaseThatDoesNotNameItsReleaseIsToldToo() {
        DatabasePage page = page(Given.vchord().historyHidden(), Optional.empty(), "");

        assertTrue(page.unasked());
        assertEquals(NEWEST, page.asked());
    }

    @Test
    void whatRunsTheNewestReleaseHasNoUpgradeAhead() {
        DatabasePage page = page(Given.vchord().versionHistory(NEWEST), Optional.empty(), "");

        assertFalse(page.unasked());
        assertEquals(Optional.empty(), page.upgrade());
        assertEquals("", page.asked());
    }

    @Test
    void whatIsConfiguredOrAskedComesFirst() {
        DatabasePage configured = page(Given.vchord(), Optional.of("2.8.0"), "");
        DatabasePage asked = page(Given.vchord(), Optional.empty(), "2.8.0");

        assertEquals("2.8.0", configured.asked());
        assertFalse(configured.unasked());
        assertEquals("2.8.0", asked.asked());
        assertFalse(asked.unasked());
    }

    /** Neither the newest release nor the configured one stands for it, in no part of the page. */
    @Test
    void whatIsNotUnderstoodHasNoAnswer() {
        for (Optional<String> configured : List.of(Optional.<String>empty(), Optional.of(NEWEST))) {
            DatabasePage page = page(Given.pgvectors(), configured, "soon");

            assertTrue(page.fault().contains("“soon” is not a release"), page::toString);
            assertEquals(Optional.empty(), page.upgrade());
            assertEquals(List.of(), page.besides());
            assertEquals(DatabasePage.Plan.NOTHING, page.upgradePlan());
            assertEquals(1, page.forecasts().size());
        }
        assertFalse(page(Given.pgvectors(), Optional.of(NEWEST), "").besides().isEmpty());
    }

    private static DatabasePage page(Given given, Optional<String> upgradeTo, String asked) {
        Snapshot is = given.snapshot();
        Question question = new Question("home", Optional.empty(), upgradeTo.map(Version::of), Optional.empty());
        LatestReports reports =
                new LatestReports(new SetClock(() -> NOON.plusSeconds(1)), new StateDirectory(Optional.empty()));
        reports.begin(new ConfigurationInForce(
                List.of(question),
                Duration.ofSeconds(60),
                Duration.ofMinutes(3),
                RELEASES,
                DOCTOR,
                PlatformFiles.all()));
        reports.take(DOCTOR.report(
                question,
                RELEASES,
                ReleaseDetection.version(Optional.empty(), is, RELEASES, Optional.empty()),
                is,
                NOON,
                Duration.ofMillis(12)));
        return DatabasePage.of(reports.now(), "home", asked, "");
    }
}
