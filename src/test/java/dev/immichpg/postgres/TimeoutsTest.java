package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # budget, connect, login, answer, statement, lock
            PT2S,    PT1S, PT1S, PT1S,   PT0.5S, PT0.25S
            PT3S,    PT1S, PT1S, PT2S,   PT1S,   PT0.5S
            PT9.9S,  PT2S, PT3S, PT6S,   PT5S,   PT1S
            PT10S,   PT3S, PT4S, PT6S,   PT5S,   PT1S
            PT15S,   PT3S, PT6S, PT9S,   PT8S,   PT1S
            PT5M,    PT3S, PT6S, PT294S, PT293S, PT1S
            """)
    void divideTheBudget(
            Duration budget, Duration connect, Duration login, Duration answer, Duration statement, Duration lock) {
        assertEquals(new Timeouts(connect, login, answer, statement, lock), Timeouts.within(budget));
    }

    @Test
    void neverExceedTheBudget() {
        assertTrue(LongStream.rangeClosed(2, 300).mapToObj(Duration::ofSeconds).allMatch(budget -> {
            Timeouts timeouts = Timeouts.within(budget);
            return timeouts.login().plus(timeouts.answer()).compareTo(budget) <= 0;
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT1.999S", "PT5M0.001S", "PT-10S"})
    void refuseABudgetOutOfReason(Duration budget) {
        assertThrows(IllegalArgumentException.class, () -> Timeouts.within(budget));
    }
}
