package dev.immichpg.notify;

import static java.util.Objects.requireNonNull;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Remedy;
import dev.immichpg.check.RemedyStep;
import dev.immichpg.check.Report;
import dev.immichpg.check.Severity;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an examination saw, as far as people are told of it.
 *
 * @param sentence why it stands so: a sentence
 * @param problems by the id of the check
 * @param unknown ids of the checks that could not look
 * @param firstStep what is to be done first, as a line of its own; empty: nothing
 */
record Condition(
        Start start,
        String sentence,
        SortedMap<String, Problem> problems,
        Set<String> unknown,
        Optional<String> firstStep) {

    /** How a start of Immich would end, and whether that could be looked at at all. */
    enum Start {
        STARTS(Level.OK, "all is well"),
        MIGRATES(Level.INFO, "Immich would start, and first change something"),
        UNKNOWN(Level.WARNING, "cannot tell whether Immich would start"),
        BLOCKED(Level.CRITICAL, "Immich would not start"),
        UNREADABLE(Level.CRITICAL, "the database cannot be read");

        private final Level level;
        private final String phrase;

        Start(Level level, String phrase) {
            this.level = level;
            this.phrase = phrase;
        }

        Level level() {
            return level;
        }

        String phrase() {
            return phrase;
        }
    }

    /** @param text what is wrong and what was seen, in one or two sentences */
    record Problem(Severity severity, String text) {}

    Condition {
        requireNonNull(start, "start");
        requireNonNull(sentence, "sentence");
        problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
        unknown = Set.copyOf(unknown);
        requireNonNull(firstStep, "firstStep");
    }

    static Condition of(Report report) {
        SortedMap<String, Problem> problems = new TreeMap<>();
        report.now().problems().forEach(d -> problems.put(d.check().id(), new Problem(d.severity(), text(d))));
        return new Condition(
                report.readable() ? start(report) : Start.UNREADABLE,
                report.sentence(),
                problems,
                report.now().unknowns().stream().map(d -> d.check().id()).collect(Collectors.toSet()),
                first(report.now().plan()));
    }

    private static Start start(Report report) {
        return switch (report.now().forecast().outcome()) {
            case STARTS -> Start.STARTS;
            case MIGRATES -> Start.MIGRATES;
            case UNKNOWN -> Start.UNKNOWN;
            case BLOCKED -> Start.BLOCKED;
        };
    }

    private static String text(Diagnosis problem) {
        int findings = problem.verdict().findings().size();
        return problem.check().problem() + ". "
                + problem.verdict().findings().get(0).observed()
                + (findings > 1 ? " (and " + (findings - 1) + " more)" : "");
    }

    private static Optional<String> first(List<RemedyStep> plan) {
        String which = plan.size() == 1 ? "To do: " : "First of " + plan.size() + " steps: ";
        return plan.stream()
                .findFirst()
                .map(step -> which
                        + (step.by() == Remedy.By.PERSON
                                ? step.text()
                                : step.text() + " (" + step.by().phrase() + ")"));
    }

    boolean isReadable() {
        return start != Start.UNREADABLE;
    }
}
