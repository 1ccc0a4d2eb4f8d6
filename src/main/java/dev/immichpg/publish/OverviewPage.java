package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import dev.immichpg.publish.LatestReports.All;
import dev.immichpg.publish.LatestReports.LatestOfDatabase;
import dev.immichpg.publish.StatusSummary.State;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the page of many databases shows.
 *
 * @param total number of all databases, with or without a filter
 * @param counts databases in each state, worst first; without states that no database is in
 * @param name the filter: a part of the name; empty: any
 * @param state the filter: the id of a state; empty: any
 * @param rows worst first, then by name; at most {@value #MOST}
 * @param more how many more there are
 */
record OverviewPage(
        int total, List<Count> counts, String name, String state, List<State> states, List<Row> rows, int more) {

    /** As many as one agent watches. */
    static final int MOST = 1_000;

    record Count(State state, long number) {}

    /** @param problems how many findings there are */
    record Row(
            String name,
            String address,
            StatusSummary now,
            Optional<StatusSummary> upgrade,
            int problems,
            Optional<DisplayedTime> examined) {}

    static OverviewPage of(All all, String name, String state) {
        List<Row> rows = all.databases().entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue(), all.at()))
                .sorted(Comparator.comparingInt(
                                (Row row) -> State.ALL.indexOf(row.now().state()))
                        .thenComparing(Row::name))
                .toList();
        Optional<State> wanted = State.withId(state);
        List<Row> fitting = rows.stream()
                .filter(row -> row.name()
                        .toLowerCase(Locale.ROOT)
                        .contains(name.strip().toLowerCase(Locale.ROOT)))
                .filter(row -> wanted.isEmpty() || row.now().state().equals(wanted.get()))
                .toList();
        return new OverviewPage(
                rows.size(),
                State.ALL.stream()
                        .map(s -> new Count(
                                s,
                                rows.stream()
                                        .filter(r -> r.now().state().equals(s))
                                        .count()))
                        .filter(count -> count.number() > 0)
                        .toList(),
                name,
                wanted.map(State::id).orElse(""),
                State.ALL,
                fitting.subList(0, Math.min(MOST, fitting.size())),
                Math.max(0, fitting.size() - MOST));
    }

    private static Row row(String name, LatestOfDatabase database, Instant now) {
        return new Row(
                ReportText.visible(name),
                "databases/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"),
                database.report().map(StatusSummary::now).orElse(StatusSummary.WAITING),
                database.report().flatMap(StatusSummary::upgrade),
                database.report()
                        .map(report -> report.now().problems().stream()
                                .mapToInt(d -> d.verdict().findings().size())
                                .sum())
                        .orElse(0),
                database.report().map(report -> new DisplayedTime(report.examinedAt(), now)));
    }
}
