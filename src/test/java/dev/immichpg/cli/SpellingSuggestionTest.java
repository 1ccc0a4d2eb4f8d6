package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingSuggestionTest {

    private static final List<String> COMMANDS = List.of("serve", "check", "checks", "fix", "snapshot");

    @ParameterizedTest
    @CsvSource({"chekc, check", "check, check", "CHECK, check", "fxi, fix", "snap, snapshot", "snaphsot, snapshot"})
    void aSlipIsFixed(String typed, String meant) {
        assertEquals(Optional.of(meant), SpellingSuggestion.to(typed, COMMANDS));
    }

    @ParameterizedTest
    @CsvSource({"doctor", "s", "xyz"})
    void aGuessIsNotMade(String typed) {
        assertEquals(Optional.empty(), SpellingSuggestion.to(typed, COMMANDS));
        assertEquals("", SpellingSuggestion.question(typed, COMMANDS));
    }

    @ParameterizedTest
    @CsvSource({"a, a, 0", "ab, ba, 1", "abc, ac, 1", "ac, abc, 1", "abc, axc, 1", "'', abc, 3", "kitten, sitting, 3"})
    void slipsAreCounted(String a, String b, int slips) {
        assertEquals(slips, SpellingSuggestion.slips(a, b));
        assertEquals(slips, SpellingSuggestion.slips(b, a));
    }

    @Test
    void ofNothingNothingIsNear() {
        assertEquals(Optional.empty(), SpellingSuggestion.to("check", List.of()));
    }
}
