package dev.immichpg.notify;

import dev.immichpg.check.Check;
import dev.immichpg.check.Severity;
import dev.immichpg.notify.Condition.Problem;
import dev.immichpg.notify.Condition.Start;
import dev.immichpg.notify.Notice.Alert;
import dev.immichpg.notify.Told.ToldProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds what is seen of one database against what people were told of it. Each thing is looked at for itself, so that one
 * that comes and goes does not keep another from being told.
 */
final class DatabaseWatch {

    // In the order in which they are told.
    private static final String START = "1 start";
    private static final String CHECK = "2 check ";
    private static final String BLIND = "3 blind";

    private final String database;
    private final Severity minSeverity;
    private final int holds;
    private Told told;
    private final Map<String, Candidate> candidates = new HashMap<>();

    /** @param value what is seen instead of what was told; null: nothing */
    private record Candidate(String value, int seen) {}

    DatabaseWatch(String database, Severity minSeverity, int holds, Told told) {
        this.database = database;
        this.minSeverity = minSeverity;
        this.holds = holds;
        this.told = known(told);
    }

    /** What was told when less severe problems were told too is not said to be fixed. */
    private Told known(Told before) {
        SortedMap<String, ToldProblem> problems = new TreeMap<>(before.problems());
        problems.values().removeIf(problem -> problem.level().compareTo(Level.of(minSeverity)) > 0);
        return new Told(before.start(), before.startSince(), problems, before.blind() && tellsOfBlind(), before.at());
    }

    private boolean tellsOfBlind() {
        return minSeverity.compareTo(Severity.WARNING) >= 0;
    }

    Told told() {
        return told;
    }

    void toldAt(Instant at) {
        told = told.toldAt(at);
    }

    /** Of what was seen meanwhile nothing has to be told: it counts from anew. */
    void forgetCandidates() {
        candidates.clear();
    }

    /** @return what people are to be told now; none where all is as they know it, or has not held long enough */
    List<Entry> observe(Condition is, Instant at) {
        Map<String, String> now = aspects(is);
        Map<String, String> before = aspects(told);
        TreeSet<String> keys = new TreeSet<>(now.keySet());
        if (is.isReadable()) {
            // What an outage hides has not changed, nor has what a check cannot see.
            keys.addAll(before.keySet());
            keys.addAll(candidates.keySet());
            keys.removeIf(key -> key.startsWith(CHECK) && is.unknown().contains(key.substring(CHECK.length())));
        }
        List<String> confirmed = new ArrayList<>();
        for (String key : keys) {
            String value = now.get(key);
            if (Objects.equals(value, before.get(key))) {
                candidates.remove(key);
            } else if (hasHeld(key, value)) {
                confirmed.add(key);
            }
        }
        return confirmed.isEmpty() ? List.of() : tell(confirmed, is, at);
    }

    private boolean hasHeld(String key, String value) {
        Candidate before = candidates.get(key);
        int seen = before != null && Objects.equals(before.value(), value) ? before.seen() + 1 : 1;
        if (seen < holds) {
            candidates.put(key, new Candidate(value, seen));
            return false;
        }
        candidates.remove(key);
        return true;
    }

    private List<Entry> tell(List<String> keys, Condition is, Instant at) {
        List<Entry> entries = new ArrayList<>();
        Start start = told.start();
        Instant startSince = told.startSince();
        boolean blind = told.blind();
        SortedMap<String, ToldProblem> problems = new TreeMap<>(told.problems());
        for (String key : keys) {
            if (key.equals(START)) {
                entries.add(ofStart(is, at));
                start = is.start();
                startSince = at;
            } else if (key.equals(BLIND)) {
                blind = !is.unknown().isEmpty();
                entries.add(ofBlind(is, at));
            } else {
                String check = key.substring(CHECK.length());
                Problem problem = is.problems().get(check);
                if (counts(problem)) {
                    ToldProblem was = problems.get(check);
                    Level level = Level.of(problem.severity());
                    problems.put(
                            check, new ToldProblem(level, Texts.line(problem.text()), was == null ? at : was.since()));
                    entries.add(ofProblem(problem, was != null, is, at));
                } else {
                    entries.add(ofEnd(check, problems.remove(check), at));
                }
            }
        }
        told = new Told(start, startSince, problems, blind, told.at());
        return entries;
    }

    private Entry ofStart(Condition is, Instant at) {
        boolean outageEnds = told.start() == Start.UNREADABLE;
        boolean better = is.start().level().compareTo(told.start().level()) > 0;
        // What an outage hides has not ended by it.
        Optional<Alert> ended = is.isReadable() ? told.startAlert(database, false) : Optional.empty();
        return new Entry(
                database,
                at,
                better ? Level.OK : is.start().level(),
                (outageEnds ? "The database can be read again. " : "") + is.sentence() + advice(is.start()),
                is.start() == Start.UNREADABLE ? Optional.empty() : is.firstStep(),
                ended);
    }

    /** For who does not know what "would" means: nothing has stopped yet. */
    private static String advice(Start start) {
        return start == Start.BLOCKED ? " If Immich is running, do not restart it before this is fixed." : "";
    }

    private Entry ofBlind(Condition is, Instant at) {
        int unknowns = is.unknown().size();
        String text = unknowns == 0
                ? "Every check can look again."
                : unknowns == 1 ? "One check cannot look now." : unknowns + " checks cannot look now.";
        return new Entry(
                database, at, unknowns == 0 ? Level.OK : Level.WARNING, text, Optional.empty(), Optional.empty());
    }

    private Entry ofProblem(Problem problem, boolean known, Condition is, Instant at) {
        String label = problem.severity().label();
        return new Entry(
                database,
                at,
                Level.of(problem.severity()),
                (known ? "Now " + label + ": " : "New, " + label + ": ") + problem.text(),
                is.firstStep(),
                Optional.empty());
    }

    private Entry ofEnd(String check, ToldProblem was, Instant at) {
        String what = Check.withId(check).map(Check::problem).orElse(check);
        return new Entry(
                database,
                at,
                Level.OK,
                "No longer a problem: " + what + ".",
                Optional.empty(),
                Optional.of(Told.problemAlert(database, check, was, false)));
    }

    private boolean counts(Problem problem) {
        return problem != null && problem.severity().compareTo(minSeverity) <= 0;
    }

    private Map<String, String> aspects(Condition is) {
        Map<String, String> aspects = new HashMap<>();
        aspects.put(START, is.start().name());
        if (is.isReadable()) {
            if (!is.unknown().isEmpty() && tellsOfBlind()) {
                aspects.put(BLIND, BLIND);
            }
            is.problems().forEach((check, problem) -> {
                if (counts(problem)) {
                    aspects.put(CHECK + check, Level.of(problem.severity()).name());
                }
            });
        }
        return aspects;
    }

    private static Map<String, String> aspects(Told told) {
        Map<String, String> aspects = new HashMap<>();
        aspects.put(START, told.start().name());
        if (told.blind()) {
            aspects.put(BLIND, BLIND);
        }
        told.problems()
                .forEach((check, problem) ->
                        aspects.put(CHECK + check, problem.level().name()));
        return aspects;
    }
}
