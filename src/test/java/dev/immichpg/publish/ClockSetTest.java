package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.check.Report;
import dev.immichpg.check.ScheduleTick;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** Somebody sets the clock of the machine: neither the age of a report nor the agent's pulse may depend on it. */
class ClockSetTest {

    private static final Duration STALE_AFTER = Duration.ofMinutes(3);

    private Instant timeOfDay = Reports.NOON;
    private Duration elapsed = Duration.ZERO;

    private final LatestReports reports = new LatestReports(
            new SetClock(() -> timeOfDay), () -> elapsed.toNanos(), new StateDirectory(Optional.empty()));
    private final Health health = new Health(reports, () -> elapsed.toNanos());

    @Test
    void aReportThatIsFromAfternoonGrowsOldInTheMorning() {
        begin();
        set(Duration.ofHours(-6));
        pass(STALE_AFTER);
        assertReadable(true);

        pass(Duration.ofSeconds(1));

        assertReadable(false);
        examine();
        assertReadable(true);
    }

    /** The machine may have slept as long: what it saw before is not believed, until the next examination. */
    @Test
    void aReportFromBeforeALeapIsNotBelieved() {
        begin();
        set(Duration.ofHours(6));
        assertReadable(false);

        examine();

        assertReadable(true);
        pass(STALE_AFTER.plusSeconds(1));
        assertReadable(false);
    }

    @Test
    void thePulseIsFeltWhateverTheClockSays() {
        health.tick(new ScheduleTick());
        pass(Duration.ofSeconds(29));
        for (int hours : new int[] {-6, 12, -6}) {
            set(Duration.ofHours(hours));
            assertEquals(Status.UP, health.live().call().await().indefinitely().getStatus());
        }

        pass(Duration.ofSeconds(1));

        for (int hours : new int[] {-6, 12, -6}) {
            set(Duration.ofHours(hours));
            assertEquals(
                    Status.DOWN, health.live().call().await().indefinitely().getStatus());
        }
        health.tick(new ScheduleTick());
        assertEquals(Status.UP, health.live().call().await().indefinitely().getStatus());
    }

    private void begin() {
        reports.begin(Reports.configuration(STALE_AFTER, "home"));
        examine();
        assertReadable(true);
    }

    private void examine() {
        reports.take(Reports.of("home", Given.vchord(), timeOfDay));
    }

    private void set(Duration ahead) {
        timeOfDay = timeOfDay.plus(ahead);
    }

    private void pass(Duration time) {
        timeOfDay = timeOfDay.plus(time);
        elapsed = elapsed.plus(time);
    }

    private void assertReadable(boolean readable) {
        Report report = reports.now().databases().get("home").report().orElseThrow();
        assertEquals(readable, report.readable(), report.failure()::toString);
    }
}
