package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class VerdictTest {

    private static final Remedy REMEDY = Remedy.of(RemedyStep.RESTART_POSTGRES);
    private static final Finding A = new Finding("a", "3.", "x.", REMEDY);
    private static final Finding B1 = new Finding("b", "1.", "x.", REMEDY);
    private static final Finding B2 = new Finding("b", "2.", "x.", REMEDY);

    @Test
    void noFindingIsOk() {
        assertEquals(Verdict.ok(), Verdict.of(List.of()));
        assertEquals(Status.OK, Verdict.ok().status());
    }

    @Test
    void findingsAreSortedBySubjectAndThenByWhatWasSeen() {
        assertEquals(List.of(A, B1, B2), Verdict.of(List.of(B2, B1, A)).findings());
        assertEquals(List.of(A, B1, B2), Verdict.problem(B1, A, B2).findings());
    }

    @Test
    void aVerdictKeepsWhatItWasMadeOf() {
        List<Finding> findings = new ArrayList<>(List.of(A));
        Verdict verdict = Verdict.of(findings);

        findings.clear();

        assertEquals(List.of(A), verdict.findings());
    }

    @Test
    void aProblemHasFindings() {
        assertThrows(IllegalArgumentException.class, Verdict::problem);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PROBLEM")
    void nothingElseHasFindings(Status status) {
        String note = status == Status.OK ? "" : "why";

        assertThrows(IllegalArgumentException.class, () -> new Verdict(status, note, List.of(A)));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "NOT_APPLICABLE"})
    void whoDoesNotAnswerSaysWhy(Status status) {
        assertThrows(IllegalArgumentException.class, () -> new Verdict(status, " ", List.of()));
        assertEquals("why", new Verdict(status, "why", List.of()).note());
    }

    @Test
    void whoAnswersHasNoNote() {
        assertThrows(IllegalArgumentException.class, () -> new Verdict(Status.OK, "fine", List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Verdict(Status.PROBLEM, "bad", List.of(A)));
    }

    @Test
    void aFindingSaysWhatOfWhat() {
        assertThrows(IllegalArgumentException.class, () -> new Finding("a", "", "x.", REMEDY));
        assertThrows(IllegalArgumentException.class, () -> new Finding("a", "1.", "", REMEDY));
        assertEquals("Seen. Expected.", new Finding("a", "Seen.", "Expected.", REMEDY).message());
    }
}
