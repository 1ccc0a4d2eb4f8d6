package dev.immichpg.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which database is examined when. Each one is examined once per interval, at its own instant, so that a server with many databases never
 * gets all questions at once, not even when the agent starts. No database is examined twice at the same time.
 *
 * <p>Times are nanoseconds of {@link System#nanoTime()}, a clock that nobody sets.
 */
final class ExaminationSchedule {

    /** Examinations at the same time, and so threads. Only databases that do not answer in time come near it. */
    static final int MOST_AT_ONCE = 128;

    /** How many of them may be of databases that were not prompt the last time: what hangs must leave room for the others. */
    static final int MOST_OTHERS_AT_ONCE = 96;

    /** One that took no longer will probably not do so the next time. */
    static final Duration PROMPT = Duration.ofSeconds(1);

    /** Between the first examinations of two databases, where the interval is long enough for that. */
    static final Duration STAGGER = Duration.ofMillis(100);

    private final long every;
    private final Map<String, Turn> turns = new HashMap<>();
    private int underWay;
    private int othersUnderWay;

    ExaminationSchedule(Duration every) {
        this.every = every.toNanos();
    }

    /** One database's place in the schedule. */
    static final class Turn {
        private final String database;
        private long due;
        /** Of a newcomer one does not know. */
        private boolean prompt;

        private boolean underWay;
        private long began;
        /** When it was last said that it does not end; as {@link #began}, where it was not. */
        private long said;

        private Turn(String database, long due) {
            this.database = database;
            this.due = due;
        }

        String database() {
            return database;
        }

        long began() {
            return began;
        }
    }

    /** @param databases one after the other in this order, the first at once */
    synchronized void join(Collection<String> databases, long now) {
        long stagger = Math.min(STAGGER.toNanos(), every / Math.max(1, databases.size()));
        long due = now;
        for (String database : databases) {
            turns.put(database, new Turn(database, due));
            due += stagger;
        }
    }

    /** An examination that is under way is not waited for; it {@linkplain #end ends} as any other. */
    synchronized void leave(String database) {
        turns.remove(database);
    }

    /** Those whose turn it is, who has waited longest first. Each is under way until its {@linkplain #end end}. */
    synchronized List<Turn> begin(long now) {
        List<Turn> begun = new ArrayList<>();
        turns.values().stream()
                .filter(turn -> !turn.underWay && turn.due - now <= 0)
                .sorted(Comparator.comparingLong((Turn turn) -> turn.due - now).thenComparing(Turn::database))
                .forEach(turn -> {
                    if (underWay < MOST_AT_ONCE && (turn.prompt || othersUnderWay < MOST_OTHERS_AT_ONCE)) {
                        begin(turn, now);
                        begun.add(turn);
                    }
                });
        return begun;
    }

    /** Those that are under way for longer than they ever should: each once per interval, as if it had ended without success. */
    synchronized List<Turn> overdue(long now, Duration longest) {
        List<Turn> overdue = new ArrayList<>();
        for (Turn turn : turns.values()) {
            if (turn.underWay
                    && now - turn.began > longest.toNanos()
                    && (turn.said == turn.began || now - turn.said >= every)) {
                turn.said = now;
                overdue.add(turn);
            }
        }
        return overdue;
    }

    private void begin(Turn turn, long now) {
        turn.underWay = true;
        turn.began = now;
        turn.said = now;
        underWay++;
        othersUnderWay += turn.prompt ? 0 : 1;
        // What was missed is not made up for.
        turn.due = turn.due + every - now > 0 ? turn.due + every : now + every;
    }

    synchronized void end(Turn turn, long now) {
        turn.underWay = false;
        underWay--;
        othersUnderWay -= turn.prompt ? 0 : 1;
        turn.prompt = now - turn.began <= PROMPT.toNanos();
    }
}
