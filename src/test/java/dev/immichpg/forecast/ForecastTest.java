package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final ForecastStep PASSES = ForecastStep.passes("a", "A is there.");
    private static final ForecastStep WARNS = ForecastStep.warns("b", "B is odd.");
    private static final ForecastStep CHANGES = ForecastStep.changes("c", "It changes C.");
    private static final ForecastStep CHANGES_MORE = ForecastStep.changes("d", "It changes D.");
    private static final ForecastStep BLOCKS = ForecastStep.blocks("e", "E is missing.", "e-missing");
    private static final ForecastStep UNKNOWN = ForecastStep.unknown("f", "F is hidden.");

    @Test
    void startsWhereNothingHappens() {
        assertEquals(Outcome.STARTS, forecast(PASSES, WARNS).outcome());
        assertEquals("Immich 2.7.5 would start.", forecast(PASSES, WARNS).sentence());
    }

    @Test
    void migratesWhereSomethingChanges() {
        Forecast forecast = forecast(PASSES, CHANGES, WARNS, CHANGES_MORE);

        assertEquals(Outcome.MIGRATES, forecast.outcome());
        assertEquals("Immich 2.7.5 would start. First: It changes C. It changes D.", forecast.sentence());
    }

    @Test
    void isUnknownWhereSomethingIsHidden() {
        assertEquals(Outcome.UNKNOWN, forecast(UNKNOWN, CHANGES).outcome());
        assertEquals(Outcome.UNKNOWN, forecast(CHANGES, UNKNOWN).outcome());
        assertEquals(
                "Cannot tell whether Immich 2.7.5 would start. F is hidden.",
                forecast(CHANGES, UNKNOWN).sentence());
    }

    @Test
    void aCertainBlockDecidesWhateverWasHiddenBefore() {
        Forecast forecast = forecast(UNKNOWN, PASSES, BLOCKS);

        assertEquals(Outcome.BLOCKED, forecast.outcome());
        assertTrue(forecast.isBlocked());
        assertFalse(forecast(UNKNOWN).isBlocked());
        assertEquals("Immich 2.7.5 would not start. E is missing.", forecast.sentence());
    }

    @Test
    void tellsWhatHappensBeforeItStops() {
        assertEquals(
                "Immich 2.7.5 would not start. It changes C. Then: E is missing.",
                forecast(CHANGES, BLOCKS).sentence());
    }

    @Test
    void namesNoReleaseWhereItIsNotKnown() {
        Forecast forecast = Forecast.unknown(Optional.empty(), "The server is down.");

        assertEquals(Outcome.UNKNOWN, forecast.outcome());
        assertEquals("Cannot tell whether Immich would start. The server is down.", forecast.sentence());
    }

    @Test
    void restsOnSomething() {
        assertThrows(IllegalArgumentException.class, () -> new Forecast(Optional.empty(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> ForecastStep.passes(" ", "A is there."));
        assertThrows(IllegalArgumentException.class, () -> ForecastStep.passes("a", ""));
    }

    @Test
    void whoeverIsStoppedIsToldWhatToDo() {
        assertThrows(IllegalArgumentException.class, () -> ForecastStep.blocks("e", "E is missing."));
        assertEquals(List.of("e-missing"), BLOCKS.checks());
    }

    @Test
    void labelsAreLowerCase() {
        assertEquals(
                List.of("starts", "migrates", "blocked", "unknown"),
                List.of(Outcome.values()).stream().map(Outcome::label).toList());
    }

    private static Forecast forecast(ForecastStep... steps) {
        return new Forecast(Optional.of(Version.of("2.7.5")), List.of(steps));
    }
}
