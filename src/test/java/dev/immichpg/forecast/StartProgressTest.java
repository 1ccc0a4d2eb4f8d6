package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartProgressTest {

    @Test
    void migratesAfterAnUpgradeAndOnADatabaseWithoutTables() {
        assertFalse(Starts.of("2.7.5", Given.vchord()).migrates());
        assertTrue(Starts.of("2.7.5", "2.7.4", Given.vchord()).migrates());
        assertFalse(Starts.of("2.7.5", "3.0.0", Given.vchord()).migrates());
        assertFalse(StartProgress.on(Given.vchord().snapshot(), Starts.should("2.7.5"), Optional.empty())
                .migrates());
        assertTrue(StartProgress.on(Given.fresh().snapshot(), Starts.should("2.7.5"), Optional.empty())
                .migrates());
    }

    @Test
    void aFaultForMigrationsBlocksOnlyWhereThereAreSome() {
        assertEquals(
                Effect.WARNS,
                Starts.of("2.7.5", Given.vchord())
                        .atNextMigration("r", "t", "c")
                        .effect());
        ForecastStep blocks = Starts.of("2.7.5", "2.7.4", Given.vchord()).atNextMigration("r", "t", "c");

        assertEquals(ForecastStep.blocks("r", "t", "c"), blocks);
    }

    @Test
    void knowsTheDatabaseAsItWas() {
        StartProgress start = Starts.of("2.7.5", Given.vchord());
        StartProgress after = start.after(Changes.dropped(start.is(), "vchord"));

        assertTrue(after.found().installed("vchord").isPresent());
        assertEquals(Optional.empty(), after.is().installed("vchord"));
        assertEquals(List.of(), after.tell().steps());
        assertEquals(after.is(), after.tell(ForecastStep.passes("r", "t")).after());
    }
}
