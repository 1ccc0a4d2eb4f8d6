package dev.immichpg.notify;

import dev.immichpg.notify.Notice.Alert;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes messages of changes: what a person reads who knows nothing yet. */
final class Composer {

    /** More lines are not read on a telephone. */
    private static final int MOST_LINES = 8;

    private Composer() {}

    /**
     * @param entries at least one
     * @param told what people know when they have read it, of each database
     */
    static Notice changes(
            String id, Instant at, List<Entry> entries, Map<String, Told> told, Optional<URI> top, int dropped) {
        TreeSet<String> databases =
                entries.stream().map(Entry::database).collect(Collectors.toCollection(TreeSet::new));
        List<Entry> worstFirst =
                entries.stream().sorted(Comparator.comparing(Entry::level)).toList();
        List<String> lines = new ArrayList<>();
        for (Entry entry : worstFirst.subList(0, Math.min(MOST_LINES, worstFirst.size()))) {
            lines.add((databases.size() > 1 ? entry.database() + ": " : "") + entry.text());
        }
        if (worstFirst.size() > MOST_LINES) {
            lines.add("And " + (worstFirst.size() - MOST_LINES) + " more.");
        }
        worstFirst.stream()
                .filter(entry -> entry.level() != Level.OK)
                .flatMap(entry -> entry.firstStep().stream()
                        .map(step -> (databases.size() > 1 ? entry.database() + ": " : "") + step))
                .findFirst()
                .ifPresent(lines::add);
        stillWrong(databases, told, entries).ifPresent(lines::add);
        if (dropped > 0) {
            lines.add(dropped + (dropped == 1 ? " earlier notice" : " earlier notices") + " could not be delivered and "
                    + (dropped == 1 ? "was" : "were") + " dropped.");
        }
        return new Notice(
                id,
                at,
                level(databases, told),
                title(databases, told),
                lines,
                link(databases, top),
                alerts(databases, told, entries));
    }

    static Notice reminder(
            String id, Instant at, String database, Told told, Optional<String> firstStep, Optional<URI> top) {
        List<String> lines = new ArrayList<>();
        told.problems().values().stream()
                .sorted(Comparator.comparing(Told.ToldProblem::level))
                .limit(MOST_LINES)
                .forEach(problem -> lines.add(problem.text()));
        firstStep.ifPresent(lines::add);
        return new Notice(
                id,
                at,
                told.level(),
                "Still: " + database + ": " + told.phrase(),
                lines,
                link(Set.of(database), top),
                told.alerts(database));
    }

    static Notice test(String id, Instant at, Optional<URI> top) {
        return new Notice(
                id,
                at,
                Level.INFO,
                "A test of immich-pg-monitor",
                List.of("If you can read this, notices reach you."),
                top,
                List.of());
    }

    private static Level level(Set<String> databases, Map<String, Told> told) {
        return databases.stream().map(d -> told.get(d).level()).reduce(Level.OK, Level::worse);
    }

    private static String title(TreeSet<String> databases, Map<String, Told> told) {
        if (databases.size() == 1) {
            return databases.first() + ": " + told.get(databases.first()).phrase();
        }
        String perPhrase = databases.stream()
                .collect(Collectors.groupingBy(d -> told.get(d).phrase(), TreeMap::new, Collectors.joining(", ")))
                .entrySet()
                .stream()
                .map(e -> e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining("; "));
        return Texts.shortened(databases.size() + " databases: " + perPhrase, 200);
    }

    /** Good news alone would hide what is wrong besides. */
    private static Optional<String> stillWrong(Set<String> databases, Map<String, Told> told, List<Entry> entries) {
        if (entries.stream().anyMatch(entry -> entry.level() != Level.OK)) {
            return Optional.empty();
        }
        Set<String> wrong = new LinkedHashSet<>();
        for (String database : databases) {
            told.get(database).problems().values().stream()
                    .sorted(Comparator.comparing(Told.ToldProblem::level))
                    .limit(3)
                    .forEach(problem -> wrong.add(problem.text()));
        }
        return wrong.isEmpty() ? Optional.empty() : Optional.of("Still there: " + String.join(" ", wrong));
    }

    private static Optional<URI> link(Set<String> databases, Optional<URI> top) {
        return top.map(uri -> URI.create(uri.toString().replaceAll("/+$", "")
                + (databases.size() == 1
                        ? "/databases/" + encoded(databases.iterator().next())
                        : "/")));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<Alert> alerts(Set<String> databases, Map<String, Told> told, List<Entry> entries) {
        List<Alert> alerts = new ArrayList<>();
        databases.forEach(database -> alerts.addAll(told.get(database).alerts(database)));
        entries.stream()
                .flatMap(entry -> entry.ended().stream())
                .filter(ended -> alerts.stream().noneMatch(alert -> isSame(alert, ended)))
                .forEach(alerts::add);
        return alerts;
    }

    private static boolean isSame(Alert one, Alert other) {
        return one.name().equals(other.name())
                && one.database().equals(other.database())
                && one.check().equals(other.check())
                && one.severity() == other.severity();
    }
}
