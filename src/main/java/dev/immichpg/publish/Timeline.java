package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What has changed since the agent began to watch the database, as a line to scale and as a list.
 *
 * @param title the line in words
 * @param dots oldest first
 * @param entries newest first
 * @param lasting whether the agent still knows them after a restart
 */
record Timeline(
        String title, DisplayedTime begin, DisplayedTime end, List<Dot> dots, List<Entry> entries, boolean lasting) {

    static final int WIDTH = 640;

    private static final int MARGIN = 8;

    record Dot(int x, String direction, String title) {}

    /** @param direction {@code better}, {@code worse} or {@code aside} */
    record Entry(DisplayedTime at, String direction, String text) {}

    /**
     * @param end when the page was made
     */
    static Timeline of(DatabaseHistory history, Instant end, boolean lasting) {
        List<Change> changes = history.changes();
        // Clocks are set back at times: what is seen is never before its beginning.
        Instant from = changes.stream().map(Change::at).reduce(history.since(), (a, b) -> a.isBefore(b) ? a : b);
        long whole = Math.max(1, Duration.between(from, end).toMillis());
        List<Dot> dots = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Change change : changes) {
            long since = Math.min(
                    whole, Math.max(0, Duration.between(from, change.at()).toMillis()));
            String text = ReportText.visible(change.text());
            String direction = change.direction().name().toLowerCase(Locale.ROOT);
            DisplayedTime at = new DisplayedTime(change.at(), end);
            dots.add(
                    new Dot((int) (MARGIN + (WIDTH - 2 * MARGIN) * since / whole), direction, at.text() + ": " + text));
            entries.add(new Entry(at, direction, text));
        }
        Collections.reverse(entries);
        String title = changes.size() + (changes.size() == 1 ? " change" : " changes") + " between "
                + new DisplayedTime(from, end).text() + " and " + new DisplayedTime(end, end).text() + ".";
        return new Timeline(title, new DisplayedTime(from, end), new DisplayedTime(end, end), dots, entries, lasting);
    }
}
