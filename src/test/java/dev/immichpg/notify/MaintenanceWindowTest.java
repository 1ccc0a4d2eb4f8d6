package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceWindowTest {

    @ParameterizedTest
    @CsvSource({
        // In summer Berlin is two hours ahead, in winter one.
        "Sun 03:00-05:00 Europe/Berlin, 2026-07-05T00:59:59Z, ",
        "Sun 03:00-05:00 Europe/Berlin, 2026-07-05T01:00:00Z, 2026-07-05T03:00:00Z",
        "Sun 03:00-05:00 Europe/Berlin, 2026-07-05T03:00:00Z, ",
        "Sun 03:00-05:00 Europe/Berlin, 2026-11-29T02:00:00Z, 2026-11-29T04:00:00Z",
        "Sun 03:00-05:00 Europe/Berlin, 2026-11-30T02:00:00Z, ",
        // Over midnight, the day is that of the beginning.
        "Mon-Fri 22:00-02:00, 2026-11-27T23:00:00Z, 2026-11-28T02:00:00Z",
        "Mon-Fri 22:00-02:00, 2026-11-28T01:59:59Z, 2026-11-28T02:00:00Z",
        "Mon-Fri 22:00-02:00, 2026-11-28T22:30:00Z, ",
        "Sat-Mon 01:00-02:00, 2026-11-30T01:30:00Z, 2026-11-30T02:00:00Z",
        "'Mon,Wed 1:00-2:00', 2026-11-25T01:30:00Z, 2026-11-25T02:00:00Z",
        "'Mon,Wed 1:00-2:00', 2026-11-26T01:30:00Z, ",
        "04:00-24:00, 2026-11-26T23:59:00Z, 2026-11-27T00:00:00Z",
        // The clocks go back at 3:00 (CEST) to 2:00: the window is an hour longer.
        "Sun 01:00-04:00 Europe/Berlin, 2026-10-25T02:30:00Z, 2026-10-25T03:00:00Z",
    })
    void itIsThatTime(String window, Instant now, Instant until) {
        assertEquals(Optional.ofNullable(until), MaintenanceWindow.parse(window).until(now));
    }

    @Test
    void severalAreSeparatedBySemicolons() {
        assertEquals(
                2,
                MaintenanceWindow.parseAll("Sun 03:00-05:00 Europe/Berlin; 22:00-22:30;")
                        .size());
        assertEquals(List.of(), MaintenanceWindow.parseAll(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun",
                "03:00",
                "Sunday 03:00-05:00",
                "Sun 25:00-26:00",
                "Sun 03:00-05:00 Mars/Olympus",
                "Xyz 1:00-2:00"
            })
    void whatIsNotOneIsSaid(String text) {
        String words = assertThrows(IllegalArgumentException.class, () -> MaintenanceWindow.parse(text))
                .getMessage();
        assertTrue(words.contains(text), words);
    }
}
