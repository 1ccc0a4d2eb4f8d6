package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.forecast.ForecastStep;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.forecast.StartUpRow;
import dev.immichpg.forecast.StartUpRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is told that Immich would not start is told by a check as well, with what to do about it. */
class BlockedStartTest {

    static List<StartUpRow> blocked() {
        return StartUpRows.all().stream()
                .filter(row -> row.expected().equals("blocked"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocked")
    void oneOfTheChecksThatItNamesSpeaks(StartUpRow row) {
        ForecastStep blocks = row.replay().steps(Effect.BLOCKS).get(0);
        Map<String, Diagnosis> said = new Doctor(Set.of(), Map.of())
                .examine(row.given().snapshot(), row.should()).stream()
                        .collect(Collectors.toMap(d -> d.check().id(), d -> d));

        assertTrue(
                blocks.checks().stream().map(said::get).anyMatch(BlockedStartTest::speaks),
                () -> row.why() + "\n" + blocks + "\nsaid: "
                        + said.values().stream()
                                .filter(BlockedStartTest::speaks)
                                .map(d -> d.check().id())
                                .toList());
    }

    private static boolean speaks(Diagnosis diagnosis) {
        return diagnosis.verdict().status() == Status.UNKNOWN
                || diagnosis.verdict().status() == Status.PROBLEM && diagnosis.severity() == Severity.CRITICAL;
    }

    @Test
    void everyCheckThatAStepNamesIsInTheCatalogue() {
        Set<String> named = StartUpRows.all().stream()
                .flatMap(row -> row.replay().steps().stream())
                .flatMap(step -> step.checks().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertNotEquals(Set.of(), named);
        assertEquals(
                List.of(),
                named.stream()
                        .filter(id -> Check.withId(id).equals(Optional.empty()))
                        .toList());
    }
}
