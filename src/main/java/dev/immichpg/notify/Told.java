package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import dev.immichpg.notify.Condition.Start;
import dev.immichpg.notify.Notice.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people know of a database by what they were told.
 *
 * @param startSince when {@code start} was told
 * @param problems by the id of the check
 * @param blind whether checks could not look
 * @param at when they were last told anything; empty: never, and they take it for well
 */
record Told(
        Start start, Instant startSince, SortedMap<String, ToldProblem> problems, boolean blind, Optional<Instant> at) {

    record ToldProblem(Level level, String text, Instant since) {

        ToldProblem {
            requireNonNull(level, "level");
            requireNonNull(text, "text");
            requireNonNull(since, "since");
        }
    }

    Told {
        requireNonNull(start, "start");
        requireNonNull(startSince, "startSince");
        problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
        requireNonNull(at, "at");
    }

    static Told nothing(Instant since) {
        return new Told(Start.STARTS, since, new TreeMap<>(), false, Optional.empty());
    }

    Level level() {
        Level level = blind ? Level.worse(Level.WARNING, start.level()) : start.level();
        for (ToldProblem problem : problems.values()) {
            level = Level.worse(level, problem.level());
        }
        return level;
    }

    /** After the name of the database: a few words. */
    String phrase() {
        long critical = problems.values().stream()
                .filter(p -> p.level() == Level.CRITICAL)
                .count();
        if (start.level().compareTo(Level.WARNING) <= 0) {
            return start.phrase();
        }
        if (critical > 0) {
            return counted(critical, "critical problem");
        }
        if (!problems.isEmpty()) {
            return counted(problems.size(), "problem");
        }
        return blind ? "some checks cannot look" : start.phrase();
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    Told toldAt(Instant when) {
        return new Told(start, startSince, problems, blind, Optional.of(when));
    }

    /** What is wrong still. */
    List<Alert> alerts(String database) {
        List<Alert> alerts = new ArrayList<>();
        startAlert(database, true).ifPresent(alerts::add);
        for (Map.Entry<String, ToldProblem> problem : problems.entrySet()) {
            alerts.add(problemAlert(database, problem.getKey(), problem.getValue(), true));
        }
        return alerts;
    }

    Optional<Alert> startAlert(String database, boolean active) {
        return switch (start) {
            case BLOCKED -> Optional.of(startAlert("ImmichPgStartBlocked", database, active));
            case UNREADABLE -> Optional.of(startAlert("ImmichPgDatabaseUnreadable", database, active));
            case STARTS, MIGRATES, UNKNOWN -> Optional.empty();
        };
    }

    private Alert startAlert(String name, String database, boolean active) {
        return new Alert(name, database, Optional.empty(), Level.CRITICAL, start.phrase(), startSince, active);
    }

    static Alert problemAlert(String database, String check, ToldProblem problem, boolean active) {
        return new Alert(
                "ImmichPgCheckProblem",
                database,
                Optional.of(check),
                problem.level(),
                problem.text(),
                problem.since(),
                active);
    }
}
