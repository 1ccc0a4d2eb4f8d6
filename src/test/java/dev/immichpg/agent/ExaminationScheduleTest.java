package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.ExaminationSchedule.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
        schedule.join(List.of("home"), BEGIN);
        List<Integer> turns = secondsAtWhich(180, 0);
        assertEquals(List.of(0, 60, 120), turns);
    }

    /** Issue 12: what does not come to its end is said once per interval, as if it had ended. */
    @Test
    void whatDoesNotEndIsOverdue() {
        Duration longest = Duration.ofSeconds(20);
        schedule.join(List.of("home"), BEGIN);
        Turn turn = schedule.begin(BEGIN).get(0);
        assertEquals(List.of(), schedule.overdue(BEGIN + 20 * SECOND, longest));
        assertEquals(List.of(turn), schedule.overdue(BEGIN + 21 * SECOND, longest));
        assertEquals(List.of(), schedule.overdue(BEGIN + 22 * SECOND, longest));
        assertEquals(List.of(turn), schedule.overdue(BEGIN + 81 * SECOND, longest));
        assertEquals(List.of(), schedule.begin(BEGIN + 82 * SECOND));
        schedule.end(turn, BEGIN + 83 * SECOND);
        assertEquals(List.of(), schedule.overdue(BEGIN + 200 * SECOND, longest));
    }

    /** Ten a second when the agent starts, or as many as must be for all to come within the interval. */
    @Test
    void aThousandAreSpreadOverTheInterval() {
        schedule.join(names(1000), BEGIN);
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
        schedule.join(names(20), BEGIN);
        assertTrue(turns(3, 0).values().stream().allMatch(at -> at.size() == 1));
    }

    @Test
    void nobodyIsExaminedTwiceAtTheSameTime() {
        schedule.join(List.of("home"), BEGIN);
        Turn turn = schedule.begin(BEGIN).get(0);
        assertEquals(List.of(), schedule.begin(BEGIN + 600 * SECOND));
        schedule.end(turn, BEGIN + 600 * SECOND);
        assertEquals(1, schedule.begin(BEGIN + 600 * SECOND).size());
    }

    /** After a pause of the whole machine there is one turn for each, not one for each that was missed. */
    @Test
    void whatWasMissedIsNotMadeUpFor() {
        schedule.join(List.of("home"), BEGIN);
        schedule.end(schedule.begin(BEGIN).get(0), BEGIN);
        long later = BEGIN + 3600 * SECOND;
        schedule.end(schedule.begin(later).get(0), later);
        assertEquals(List.of(), schedule.begin(later + SECOND));
        assertEquals(1, schedule.begin(later + 60 * SECOND).size());
    }

    /** The thousand hang for ten seconds each: there are never more threads than that, and one that is well keeps its turn. */
    @Test
    void thoseThatHangLeaveRoomForOneThatIsWell() {
        schedule.join(names(1000), BEGIN);
        schedule.join(List.of("well"), BEGIN);
        List<Integer> well = new ArrayList<>();
        Map<Turn, Integer> hanging = new HashMap<>();
        int most = 0;
        for (int second = 0; second < 900; second++) {
            long now = BEGIN + second * SECOND;
            for (Map.Entry<Turn, Integer> hung : List.copyOf(hanging.entrySet())) {
                if (hung.getValue() <= second - 10) {
                    schedule.end(hung.getKey(), now);
                    hanging.remove(hung.getKey());
                }
            }
            for (Turn turn : schedule.begin(now)) {
                if (turn.database().equals("well")) {
                    well.add(second);
                    schedule.end(turn, now);
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
        schedule.join(names(1000), BEGIN);
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
        schedule.join(List.of("home"), BEGIN);
        Turn before = schedule.begin(BEGIN).get(0);
        schedule.leave("home");
        assertEquals(List.of(), schedule.begin(BEGIN + 60 * SECOND));
        schedule.join(List.of("home"), BEGIN + 60 * SECOND);
        assertEquals(1, schedule.begin(BEGIN + 60 * SECOND).size());
        schedule.end(before, BEGIN + 61 * SECOND);
        assertEquals(List.of(), schedule.begin(BEGIN + 61 * SECOND));
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
            ends.getOrDefault(second, List.of()).forEach(turn -> schedule.end(turn, now));
            for (Turn turn : schedule.begin(now)) {
                turns.computeIfAbsent(turn.database(), name -> new ArrayList<>())
                        .add(second);
                if (takes == 0) {
                    schedule.end(turn, now);
                } else {
                    ends.computeIfAbsent(second + takes, s -> new ArrayList<>()).add(turn);
                }
            }
        }
        return turns;
    }
}
