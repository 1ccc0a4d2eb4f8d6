package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What changed since the agent knows the database, as a line to scale and as a list.
 *
 * @param title the line in words
 * @param dots oldest first
 * @param entries newest first
 * @param lasting whether it outlives the agent
 */
record Timeline(String title, Moment begin, Moment end, List<Dot> dots, List<Entry> entries, boolean lasting) {

    static final int WIDTH = 640;

    private static final int MARGIN = 8;

    record Dot(int x, String direction, String title) {}

    /** @param direction {@code better}, {@code worse} or {@code aside} */
    record Entry(Moment at, String direction, String text) {}

    /**
     * @param end when the page was made
     */
    static Timeline of(Memory memory, Instant end, boolean lasting) {
        List<Change> changes = memory.changes();
        // Clocks are set back at times: what is seen is never before its beginning.
        Instant from = changes.stream().map(Change::at).reduce(memory.since(), (a, b) -> a.isBefore(b) ? a : b);
        long whole = Math.max(1, Duration.between(from, end).toMillis());
        List<Dot> dots = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Change change : changes) {
            long since = Math.min(
                    whole, Math.max(0, Duration.between(from, change.at()).toMillis()));
            String text = ReportText.visible(change.text());
            String direction = change.direction().name().toLowerCase(Locale.ROOT);
            Moment at = new Moment(change.at(), end);
            dots.add(
                    new Dot((int) (MARGIN + (WIDTH - 2 * MARGIN) * since / whole), direction, at.text() + ": " + text));
            entries.add(new Entry(at, direction, text));
        }
        Collections.reverse(entries);
        String title = changes.size() + (changes.size() == 1 ? " change" : " changes") + " between "
                + new Moment(from, end).text() + " and " + new Moment(end, end).text() + ".";
        return new Timeline(title, new Moment(from, end), new Moment(end, end), dots, entries, lasting);
    }
}
