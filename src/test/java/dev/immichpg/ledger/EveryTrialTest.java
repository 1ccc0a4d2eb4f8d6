package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.TriedMigration.End;
import dev.immichpg.ledger.UpgradeTrial.Outcome;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Issue 16: every trial again. The database as it was before the migration, without one object and what depends on it, or with
 * one more, goes through the comparison and is forecast; the trial says how it ended.
 */
class EveryTrialTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();
    private static final int LAST = LEDGER.migrations().size() - 1;
    private static final List<Trial> TRIALS = Trial.all();

    /** Of what is not listed every so many: all of it is -Dtrials.each=1, and takes a minute. */
    private static final int EACH = Integer.getInteger("trials.each", 60);

    private static final Map<Integer, Set<Object>> OBJECTS = new HashMap<>();

    private record Object(String kind, String table, String name) {}

    private final List<String> wrong = new ArrayList<>();
    private final Map<Outcome, Integer> ends = new HashMap<>();

    private UpgradeTrial forecast(Structure is, int from, int to) {
        UpgradeTrial trial = UpgradeTrial.of(SchemaComparison.of(is, LEDGER, from), LEDGER, from, to);
        ends.merge(trial.end(), 1, Integer::sum);
        return trial;
    }

    private void expect(java.lang.Object trial, UpgradeTrial forecast, Outcome... allowed) {
        if (!Arrays.asList(allowed).contains(forecast.end())) {
            wrong.add(trial + " was forecast as " + forecast);
        }
    }

    private void noneIsWrong() {
        assertTrue(wrong.isEmpty(), () -> wrong.size() + " of " + ends + ":\n" + String.join("\n", wrong));
    }

    /** A thousand: each of them stops here too. */
    @Test
    void whatStoppedOnAMissingObjectStops() {
        of("missing", "stops", trial -> {
            Structure is = Removed.from(LEDGER.after(trial.migration() - 1), trial.kind(), trial.table(), trial.name());
            expect(trial, forecast(is, trial.migration() - 1, trial.migration()), Outcome.STOPS);
        });
    }

    /** Whatever was missing since the object came first, and whatever release is upgraded to. */
    @Test
    void whatStopsIsNeverPassedByALongerUpgrade() {
        of("missing", "stops", trial -> {
            for (int from : new int[] {trial.migration() - 2, trial.migration() - 10, trial.migration() / 2}) {
                if (from >= 0 && exists(trial, from, trial.migration() - 1)) {
                    Structure is = Removed.from(LEDGER.after(from), trial.kind(), trial.table(), trial.name());
                    expect(trial, forecast(is, from, LAST), Outcome.STOPS, Outcome.UNTRIED);
                }
            }
        });
    }

    private static boolean exists(Trial trial, int from, int to) {
        Object object = new Object(trial.kind(), trial.table(), trial.name());
        return IntStream.rangeClosed(from, to)
                .allMatch(
                        m -> OBJECTS.computeIfAbsent(m, EveryTrialTest::objects).contains(object));
    }

    @Test
    void whatPassedOnAMissingObjectIsNotBlocked() {
        of("missing", "different", trial -> {
            Structure is = Removed.from(LEDGER.after(trial.migration() - 1), trial.kind(), trial.table(), trial.name());
            expect(trial, forecast(is, trial.migration() - 1, trial.migration()), Outcome.STAYS, Outcome.UNTRIED);
        });
        of("missing", "same", trial -> {
            Structure is = Removed.from(LEDGER.after(trial.migration() - 1), trial.kind(), trial.table(), trial.name());
            expect(
                    trial,
                    forecast(is, trial.migration() - 1, trial.migration()),
                    Outcome.PASSES,
                    Outcome.STAYS,
                    Outcome.UNTRIED);
        });
        assertTrue(ends.getOrDefault(Outcome.UNTRIED, 0) * 10 < ends.get(Outcome.STAYS), ends::toString);
    }

    /** Some 70,000, of which 17,000 were tried: all but those that are listed ran, and left the object missing. */
    @Test
    void whatNoTrialListsRuns() {
        for (int from = 0; from < LAST; from++) {
            Structure whole = LEDGER.after(from);
            Set<Object> others = new HashSet<>(objects(from));
            int number = from + 1;
            TRIALS.stream()
                    .filter(t -> t.what().equals("missing") && t.migration() == number)
                    .forEach(t -> others.remove(new Object(t.kind(), t.table(), t.name())));
            for (Object object : others) {
                if ((object.hashCode() + from) % EACH == 0) {
                    Structure is = Removed.from(whole, object.kind(), object.table(), object.name());
                    boolean isSound = LEDGER.variants().stream()
                            .anyMatch(v -> v.tolerance() == Tolerance.MISSING
                                    && v.object().equals(object.name()));
                    // Of two texts of the migration one needs it.
                    boolean isUnknown = LEDGER.tried().stream()
                            .anyMatch(t -> t.end() == End.PERHAPS
                                    && t.migration() == number
                                    && t.kind().equals(object.kind())
                                    && t.name().equals(object.name()));
                    expect(
                            object,
                            forecast(is, from, from + 1),
                            isUnknown ? Outcome.UNTRIED : isSound ? Outcome.PASSES : Outcome.STAYS);
                }
            }
        }
    }

    private static Set<Object> objects(int migration) {
        Structure s = LEDGER.after(migration);
        Set<Object> objects = new HashSet<>();
        for (Table t : s.tables()) {
            objects.add(new Object("table", t.name(), t.name()));
            t.columns().forEach(c -> objects.add(new Object("column", t.name(), c.name())));
            t.constraints().forEach(c -> objects.add(new Object("constraint", t.name(), c.name())));
            t.indexes().forEach(i -> objects.add(new Object("index", t.name(), i.name())));
            t.triggers().forEach(g -> objects.add(new Object("trigger", t.name(), g.name())));
        }
        s.functions().forEach(f -> objects.add(new Object("function", "", f.signature())));
        s.enums().forEach(e -> objects.add(new Object("enum", "", e.name())));
        return objects;
    }

    private static void of(String what, String end, Consumer<Trial> each) {
        TRIALS.stream()
                .filter(t -> t.what().equals(what)
                        && t.end().equals(end)
                        && !t.kind().equals("extension"))
                .forEach(each);
    }

    /** Sixteen of them: and no other migration is said to need the extension. */
    @Test
    void whatStoppedWithoutAnExtensionStops() {
        List<Trial> trials =
                TRIALS.stream().filter(t -> t.kind().equals("extension")).toList();
        assertEquals(16, trials.size());
        for (String extension : trials.stream().map(Trial::name).distinct().toList()) {
            for (int from = 0; from < LAST; from++) {
                int number = from + 1;
                boolean stopped = trials.stream().anyMatch(t -> t.name().equals(extension) && t.migration() == number);
                Optional<String> needs = LEDGER.firstThatNeeds(extension, from, number);
                if (!needs.equals(stopped ? Optional.of(LEDGER.migrations().get(number)) : Optional.empty())) {
                    wrong.add(number + " without " + extension + " was forecast as " + needs);
                }
            }
        }
    }

    /** What stops is what a migration makes and finds there already: a run that was interrupted, or another release's. */
    @Test
    void whatStoppedOnAnObjectThatIsThereStops() {
        of(
                "present",
                "stops",
                trial -> expect(
                        trial,
                        forecast(Added.to(before(trial), trial), trial.migration() - 1, trial.migration()),
                        Outcome.STOPS));
        of(
                "other result",
                "stops",
                trial -> expect(
                        trial,
                        forecast(Added.to(before(trial), trial), trial.migration() - 1, trial.migration()),
                        Outcome.STOPS));
    }

    @Test
    void whatPassedOnAnObjectThatIsThereIsNotBlocked() {
        of(
                "present",
                "same",
                trial -> expect(
                        trial,
                        forecast(Added.to(before(trial), trial), trial.migration() - 1, trial.migration()),
                        Outcome.PASSES,
                        trial.kind().equals("constraint") ? Outcome.UNTRIED : Outcome.PASSES));
        of(
                "present",
                "different",
                trial -> expect(
                        trial,
                        forecast(Added.to(before(trial), trial), trial.migration() - 1, trial.migration()),
                        Outcome.STAYS,
                        Outcome.UNTRIED));
    }

    private static Structure before(Trial trial) {
        return LEDGER.after(trial.migration() - 1);
    }

    @AfterEach
    void allAreAsTried() {
        noneIsWrong();
    }
}
