package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Issue 12: after a login that hangs the next one waits longer. */
class BackoffTest {

    @Test
    void itGrowsToSomeMinutes() {
        List<Duration> times = Stream.iterate(Backoff.NONE, Backoff::longer)
                .limit(10)
                .map(backoff -> backoff.time(1))
                .toList();
        assertEquals(
                Stream.of(0, 5, 10, 20, 40, 80, 160, 300, 300, 300)
                        .map(Duration::ofSeconds)
                        .toList(),
                times);
        assertEquals(Backoff.LONGEST, new Backoff(Integer.MAX_VALUE).longer().time(1));
    }

    @Test
    void someOfItIsLeftToChance() {
        assertEquals(Duration.ofSeconds(15), new Backoff(3).time(0));
        assertTrue(new Backoff(3).time(0.5).compareTo(Duration.ofSeconds(20)) < 0);
    }
}
