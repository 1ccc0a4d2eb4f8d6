package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.ExaminationSchedule.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Without threads and without a clock: a minute is over as soon as it is told. */
class ExaminationScheduleTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** The clock's zero is anywhere, and it may overflow meanwhile. */
    private static final long BEGIN = Long.MAX_VALUE - 30 * SECOND;

    private final ExaminationSchedule schedule = new ExaminationSchedule(Duration.ofSeconds(60));

    @Test
    void theOnlyOneComesAtOnceAndThenAtItsInterval() {
        join(List.of("home"), BEGIN);
        List<Integer> turns = secondsAtWhich(180, 0);
        assertEquals(List.of(0, 60, 120), turns);
    }

    /** Issue 12: what does not come to its end is said once per interval, as if it had ended. */
    @Test
    void whatDoesNotEndIsOverdue() {
        Duration longest = Duration.ofSeconds(20);
        join(List.of("home"), BEGIN);
        Turn turn = schedule.begin(BEGIN).get(0);
        assertEquals(List.of(), schedule.overdue(BEGIN + 20 * SECOND, longest));
        assertEquals(List.of(turn), schedule.overdue(BEGIN + 21 * SECOND, longest));
        assertEquals(List.of(), schedule.overdue(BEGIN + 22 * SECOND, longest));
        assertEquals(List.of(turn), schedule.overdue(BEGIN + 81 * SECOND, longest));
        assertEquals(List.of(), schedule.begin(BEGIN + 82 * SECOND));
        schedule.end(turn, BEGIN + 83 * SECOND, true);
        assertEquals(List.of(), schedule.overdue(BEGIN + 200 * SECOND, longest));
    }

    /** Ten a second when the agent starts, or as many as must be for all to come within the interval. */
    @Test
    void aThousandAreSpreadOverTheInterval() {
        join(names(1000), BEGIN);
        Map<String, List<Integer>> turns = turns(181, 0);
        assertEquals(1000, turns.size());
        turns.forEach((name, at) ->
                assertEquals(List.of(at.get(0), at.get(0) + 60, at.get(0) + 120), at.subList(0, 3), name));
        Map<Integer, Integer> perSecond = new HashMap<>();
        turns.values().forEach(at -> at.forEach(second -> perSecond.merge(second, 1, Integer::sum)));
        assertTrue(Collections.max(perSecond.values()) <= 18, perSecond::toString);
    }

    @Test
    void aFewComeQuickly() {
        join(names(20), BEGIN);
        assertTrue(turns(3, 0).values().stream().allMatch(at -> at.size() == 1));
    }

    /** The first examinations are quick, and the next ones spread: the second comes half an interval to one and a half after the first. */
    @Test
    void placesAreSpreadOverTheInterval() {
        join(names(30), BEGIN);
        Map<String, List<Integer>> turns = turns(200, 0);
        Map<Integer, Integer> perSecond = new HashMap<>();
        turns.values().forEach(at -> {
            assertTrue(at.get(0) <= 3, at::toString);
            assertTrue(at.get(1) - at.get(0) >= 29 && at.get(1) - at.get(0) <= 90, at::toString);
            IntStream.range(2, at.size()).forEach(i -> assertEquals(at.get(i - 1) + 60, at.get(i)));
            at.stream().skip(1).forEach(second -> perSecond.merge(second, 1, Integer::sum));
        });
        assertTrue(Collections.max(perSecond.values()) <= 1, perSecond::toString);
    }

    /**
     * The first examination of a database costs the server a third of a second: a hundred of them at once had one fail that was well, for
     * the agent's own load.
     */
    @Test
    void aServerIsNotAskedForMoreThanItCanDo() {
        join(names(100), BEGIN);
        schedule.join(Map.of("elsewhere", "another server"), BEGIN);
        List<Turn> begun = schedule.begin(BEGIN + 20 * SECOND);
        assertEquals(ExaminationSchedule.MOST_UNREAD_AT_A_SERVER + 1, begun.size());
        assertTrue(begun.stream().anyMatch(turn -> turn.database().equals("elsewhere")));

        assertTrue(schedule.end(begun.get(0), BEGIN + 21 * SECOND, true));
        assertEquals(1, schedule.begin(BEGIN + 21 * SECOND).size());
        assertEquals(List.of(), schedule.begin(BEGIN + 26 * SECOND));
    }

    @Test
    void whatWasReadIsNotHeldUpByWhatWasNot() {
        join(names(5), BEGIN);
        List<Turn> first = schedule.begin(BEGIN + 2 * SECOND);
        assertEquals(4, first.size());
        first.forEach(turn -> schedule.end(turn, BEGIN + 2 * SECOND, true));
        join(List.of("new-1", "new-2", "new-3", "new-4"), BEGIN + 2 * SECOND);
        assertEquals(4, schedule.begin(BEGIN + 3 * SECOND).size());
        assertEquals(
                4,
                schedule.begin(BEGIN + 200 * SECOND).stream()
                        .filter(first::contains)
                        .count());
    }

    /** What hangs has no work with the others: all of them are to be told of within the interval. */
    @Test
    void aServerThatHangsIsAskedForAll() {
        join(names(20), BEGIN);
        assertEquals(4, schedule.begin(BEGIN + 3 * SECOND).size());
        assertEquals(List.of(), schedule.begin(BEGIN + 8 * SECOND));
        assertEquals(16, schedule.begin(BEGIN + 9 * SECOND).size());
    }

    /** As soon as it answers again, it is spared again. */
    @Test
    void aServerThatNoLongerHangsIsSparedAgain() {
        join(names(20), BEGIN);
        List<Turn> begun = new ArrayList<>(schedule.begin(BEGIN + 3 * SECOND));
        begun.addAll(schedule.begin(BEGIN + 9 * SECOND));
        begun.forEach(turn -> schedule.end(turn, BEGIN + 20 * SECOND, false));
        List<Turn> again = schedule.begin(BEGIN + 200 * SECOND);
        assertEquals(20, again.size());
        assertFalse(schedule.end(again.get(0), BEGIN + 201 * SECOND, true));
        again.subList(1, 20).forEach(turn -> schedule.end(turn, BEGIN + 201 * SECOND, false));
        assertEquals(
                1 + ExaminationSchedule.MOST_UNREAD_AT_A_SERVER,
                schedule.begin(BEGIN + 400 * SECOND).size());
    }

    @Test
    void nobodyIsExaminedTwiceAtTheSameTime() {
        join(List.of("home"), BEGIN);
        Turn turn = schedule.begin(BEGIN).get(0);
        assertEquals(List.of(), schedule.begin(BEGIN + 600 * SECOND));
        schedule.end(turn, BEGIN + 600 * SECOND, true);
        assertEquals(1, schedule.begin(BEGIN + 600 * SECOND).size());
    }

    /** After a pause of the whole machine there is one turn for each, not one for each that was missed. */
    @Test
    void whatWasMissedIsNotMadeUpFor() {
        join(List.of("home"), BEGIN);
        schedule.end(schedule.begin(BEGIN).get(0), BEGIN, true);
        long later = BEGIN + 3600 * SECOND;
        schedule.end(schedule.begin(later).get(0), later, true);
        assertEquals(List.of(), schedule.begin(later + SECOND));
        assertEquals(1, schedule.begin(later + 60 * SECOND).size());
    }

    /** The thousand hang for ten seconds each: there are never more threads than that, and one that is well keeps its turn. */
    @Test
    void thoseThatHangLeaveRoomForOneThatIsWell() {
        join(names(1000), BEGIN);
        schedule.join(Map.of("well", "another server"), BEGIN);
        List<Integer> well = new ArrayList<>();
        Map<Turn, Integer> hanging = new HashMap<>();
        int most = 0;
        for (int second = 0; second < 900; second++) {
            long now = BEGIN + second * SECOND;
            for (Map.Entry<Turn, Integer> hung : List.copyOf(hanging.entrySet())) {
                if (hung.getValue() <= second - 10) {
                    schedule.end(hung.getKey(), now, false);
                    hanging.remove(hung.getKey());
                }
            }
            for (Turn turn : schedule.begin(now)) {
                if (turn.database().equals("well")) {
                    well.add(second);
                    schedule.end(turn, now, true);
                } else {
                    hanging.put(turn, second);
                }
            }
            most = Math.max(most, hanging.size());
        }
        assertTrue(most <= ExaminationSchedule.MOST_AT_ONCE, "threads: " + most);
        assertEquals(IntStream.range(0, 15).mapToObj(i -> i * 60).toList(), well);
    }

    @Test
    void allThatHangComeInTurn() {
        join(names(1000), BEGIN);
        Map<String, List<Integer>> turns = turns(600, 10);
        int longest = turns.values().stream()
                .mapToInt(at -> IntStream.range(1, at.size())
                        .map(i -> at.get(i) - at.get(i - 1))
                        .max()
                        .orElse(600))
                .max()
                .orElseThrow();
        // So long a report is believed where nothing else is configured.
        assertTrue(longest < 3 * 60, "between two examinations of one: " + longest + " s");
    }

    @Test
    void whoLeavesIsNotAskedAndWhoComesAgainIsANewcomer() {
        join(List.of("home"), BEGIN);
        Turn before = schedule.begin(BEGIN).get(0);
        schedule.leave("home");
        assertEquals(List.of(), schedule.begin(BEGIN + 60 * SECOND));
        join(List.of("home"), BEGIN + 60 * SECOND);
        assertEquals(1, schedule.begin(BEGIN + 60 * SECOND).size());
        schedule.end(before, BEGIN + 61 * SECOND, true);
        assertEquals(List.of(), schedule.begin(BEGIN + 61 * SECOND));
    }

    /** All on one server. */
    private void join(List<String> databases, long now) {
        Map<String, String> servers = new LinkedHashMap<>();
        databases.forEach(database -> servers.put(database, "server"));
        schedule.join(servers, now);
    }

    private static List<String> names(int number) {
        return IntStream.range(0, number).mapToObj(i -> "db-" + i).toList();
    }

    private List<Integer> secondsAtWhich(int seconds, int takes) {
        return turns(seconds, takes).values().iterator().next();
    }

    /** The seconds at which each comes, where an examination takes so many. */
    private Map<String, List<Integer>> turns(int seconds, int takes) {
        Map<String, List<Integer>> turns = new HashMap<>();
        Map<Integer, List<Turn>> ends = new HashMap<>();
        for (int second = 0; second < seconds; second++) {
            long now = BEGIN + second * SECOND;
            boolean read = takes * SECOND < ExaminationSchedule.HANGS.toNanos();
            ends.getOrDefault(second, List.of()).forEach(turn -> schedule.end(turn, now, read));
            Deque<Turn> begun = new ArrayDeque<>(schedule.begin(now));
            while (!begun.isEmpty()) {
                Turn turn = begun.remove();
                turns.computeIfAbsent(turn.database(), name -> new ArrayList<>())
                        .add(second);
                if (takes > 0) {
                    ends.computeIfAbsent(second + takes, s -> new ArrayList<>()).add(turn);
                } else if (schedule.end(turn, now, read)) {
                    begun.addAll(schedule.begin(now));
                }
            }
        }
        return turns;
    }
}
