package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JournalFormatTest {

    @Test
    void oneLineForEachEventWithItsPriority() {
        assertEquals("<6>All is well.\n", format(Level.INFO, "All is well."));
        assertEquals(
                "<4>Immich would not start. | CRITICAL extension-missing | vector\n",
                format(Level.WARNING, "Immich would not start.\n\nCRITICAL extension-missing\n  vector\n"));
        assertEquals("<3>x\n", format(Level.SEVERE, "x"));
        assertEquals("<7>x\n", format(Level.FINE, "x"));
    }

    @Test
    void aFaultStandsInTheSameLine() {
        LogRecord event = new LogRecord(Level.SEVERE, "It failed.");
        event.setThrown(new IllegalStateException("outer", new IllegalArgumentException("inner\nmost")));
        assertEquals(
                "<3>It failed. | java.lang.IllegalStateException: outer | java.lang.IllegalArgumentException: inner | most\n",
                new JournalFormat().format(event));
    }

    @Test
    void onlyWhatGoesThereIsForTheJournal() {
        assertFalse(JournalFormat.isJournal(1, Map.of()));
        assertFalse(
                JournalFormat.isJournal(1, Map.of("JOURNAL_STREAM", "8:4242424242")), "output that was sent elsewhere");
        assertFalse(JournalFormat.isJournal(999_999, Map.of("JOURNAL_STREAM", "8:1")));
    }

    private static String format(Level level, String message) {
        return new JournalFormat().format(new LogRecord(level, message));
    }
}
