package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import dev.immichpg.notify.ChannelStatus;
import dev.immichpg.notify.Notices.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who is told of what is found, as the pages show it.
 *
 * @param channels notifiers, then heartbeats; none where nobody is told
 * @param pauses sentences, of each database of which nothing is told now
 */
record NoticesView(List<Row> channels, List<String> pauses) {

    static final NoticesView NOTHING = new NoticesView(List.of(), List.of());

    /** More pauses than that are counted, not listed. */
    private static final int MOST_PAUSES = 5;

    /**
     * @param fails whether it does not work now
     * @param last when it was last taken
     * @param text what is the matter, or how many messages wait; empty: nothing
     */
    record Row(String name, String title, boolean fails, Optional<DisplayedTime> last, String text) {}

    /** @param shown the databases that the page is about */
    static NoticesView of(Seen seen, Instant now, Predicate<String> shown) {
        List<String> pauses = seen.paused().entrySet().stream()
                .filter(e -> shown.test(e.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(e -> "No notices are sent about " + ReportText.visible(e.getKey()) + " until "
                        + new DisplayedTime(e.getValue(), now).text() + " UTC.")
                .toList();
        return new NoticesView(
                Stream.of(seen.notifiers(), seen.heartbeats())
                        .flatMap(List::stream)
                        .map(status -> row(status, now))
                        .toList(),
                pauses.size() <= MOST_PAUSES
                        ? pauses
                        : List.of("No notices are sent about " + pauses.size() + " databases now."));
    }

    private static Row row(ChannelStatus status, Instant now) {
        return new Row(
                status.name(),
                ReportText.visible(status.title()),
                status.failure().isPresent(),
                status.lastSuccess().map(at -> new DisplayedTime(at, now)),
                ReportText.visible(text(status)));
    }

    private static String text(ChannelStatus status) {
        String waiting = status.waiting() == 0
                ? ""
                : status.waiting() == 1 ? "1 notice waits. " : status.waiting() + " notices wait. ";
        return status.failure()
                .map(failure -> "Does not work: " + failure.why() + " " + waiting)
                .orElse(waiting)
                .strip();
    }

    /** Whether there is anything to show. */
    public boolean isShown() {
        return !channels.isEmpty() || !pauses.isEmpty();
    }
}
