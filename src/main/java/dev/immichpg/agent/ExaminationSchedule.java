package dev.immichpg.agent;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
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

    /**
     * Of one server, examinations at the same time of databases that could not be read the last time, or never were: each of them needs a
     * new session, which has to plan all statements. On a small server that takes a third of a second of a core. With more of them at once,
     * the agent itself would make the server too slow for its own timeout.
     */
    static final int MOST_UNREAD_AT_A_SERVER = 4;

    /** A server that has not answered one of them for so long hangs, and has no work with the others either. */
    static final Duration HANGS = Duration.ofSeconds(5);

    private final long every;
    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<Object, Server> servers = new HashMap<>();
    private int underWay;
    private int othersUnderWay;
    private boolean someWait;

    ExaminationSchedule(Duration every) {
        this.every = every.toNanos();
    }

    /** One database's place in the schedule. */
    static final class Turn {
        private final String database;
        private final Server server;
        private long due;
        /** When it is due after that, as long as only the first one is planned; null: at its interval. */
        private Long place;
        /** Whether the last examination could read it. */
        private boolean read;
        /** Of a newcomer one does not know. */
        private boolean prompt;

        private boolean underWay;
        private long began;
        /** When it was last said that it does not end; as {@link #began}, where it was not. */
        private long said;

        private Turn(String database, Server server, long due, long place) {
            this.database = database;
            this.server = server;
            this.due = due;
            this.place = place;
        }

        String database() {
            return database;
        }

        long began() {
            return began;
        }
    }

    /** Of a server, those under way that were not read the last time. */
    private static final class Server {
        private int unread;
        /** Since when no such examination has read anything, though some are under way. */
        private long silent;

        private boolean hangs;

        private boolean admits(long now) {
            hangs |= unread > 0 && now - silent > HANGS.toNanos();
            return hangs || unread < MOST_UNREAD_AT_A_SERVER;
        }

        private void begin(long now) {
            if (unread++ == 0) {
                silent = now;
            }
        }

        private void end(long now, boolean read) {
            unread--;
            if (read) {
                silent = now;
                hangs = false;
            }
        }
    }

    /**
     * The first examinations begin one after the other, as quickly as it does no harm. From then on each database has its own place, and
     * the places are spread over the whole interval. So the second examination comes half an interval to one and a half after the first.
     *
     * @param databases one after the other in this order, the first at once; each with its server, equal for those that share one
     */
    synchronized void join(Map<String, ?> databases, long now) {
        long share = every / Math.max(1, databases.size());
        long stagger = Math.min(STAGGER.toNanos(), share);
        int number = 0;
        for (Map.Entry<String, ?> database : databases.entrySet()) {
            long first = number * stagger;
            long place = number * share;
            Server server = servers.computeIfAbsent(database.getValue(), any -> new Server());
            turns.put(
                    database.getKey(),
                    new Turn(
                            database.getKey(),
                            server,
                            now + first,
                            now + (place - first < every / 2 ? place + every : place)));
            number++;
        }
    }

    /** An examination that is under way is not waited for; it {@linkplain #end ends} as any other. */
    synchronized void leave(String database) {
        turns.remove(database);
        servers.values()
                .retainAll(turns.values().stream().map(turn -> turn.server).collect(toSet()));
    }

    /** Those whose turn it is, who has waited longest first. Each is under way until its {@linkplain #end end}. */
    synchronized List<Turn> begin(long now) {
        List<Turn> begun = new ArrayList<>();
        List<Turn> due = turns.values().stream()
                .filter(turn -> !turn.underWay && turn.due - now <= 0)
                .sorted(Comparator.comparingLong((Turn turn) -> turn.due - now).thenComparing(Turn::database))
                .toList();
        for (Turn turn : due) {
            if (underWay < MOST_AT_ONCE
                    && (turn.prompt || othersUnderWay < MOST_OTHERS_AT_ONCE)
                    && (turn.read || turn.server.admits(now))) {
                begin(turn, now);
                begun.add(turn);
            }
        }
        someWait = begun.size() < due.size();
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
        if (!turn.read) {
            turn.server.begin(now);
        }
        // What was missed is not made up for.
        long next = turn.place == null ? turn.due + every : turn.place;
        turn.place = null;
        turn.due = next - now > 0 ? next : now + every;
    }

    /**
     * @param read whether the database could be read
     * @return whether another one may have waited for that: {@link #begin} says it
     */
    synchronized boolean end(Turn turn, long now, boolean read) {
        turn.underWay = false;
        underWay--;
        othersUnderWay -= turn.prompt ? 0 : 1;
        turn.prompt = now - turn.began <= PROMPT.toNanos();
        if (!turn.read) {
            turn.server.end(now, read);
        }
        turn.read = read;
        return someWait;
    }
}
