package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MutantsTest {

    @Test
    void scoresByPackage() {
        String start = "X.java,dev.immichpg.need.X$Y,org.pitest.SomeMutator,method,7,";

        assertEquals(
                List.of("check: 0.0 % of 1 mutants are noticed", "need: 66.6 % of 3 mutants are noticed"),
                Mutants.scores(List.of(
                        start + "KILLED,a test",
                        start + "SURVIVED,none",
                        start + "TIMED_OUT,none",
                        "Z.java,dev.immichpg.check.Z,m,method,7,NO_COVERAGE,none")));
    }
}
