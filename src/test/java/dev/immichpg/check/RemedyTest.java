package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyTest {

    private static final RemedyStep GRANT_A = RemedyStep.superuser(Phase.GRANT, "GRANT a TO immich;");
    private static final RemedyStep GRANT_B = RemedyStep.superuser(Phase.GRANT, "GRANT b TO immich;");
    private static final RemedyStep UPDATE =
            RemedyStep.superuser(Phase.UPDATE_EXTENSION, "ALTER EXTENSION vchord UPDATE;");
    private static final RemedyStep REINDEX = RemedyStep.immichRole(Phase.REBUILD_INDEX, "REINDEX INDEX clip_index;");

    /** extensions.md#safe-order. */
    @Test
    void theSafeOrder() {
        assertEquals(
                List.of(
                        Phase.WAIT,
                        Phase.STOP_IMMICH,
                        Phase.INSTALL_PACKAGES,
                        Phase.CONFIGURE,
                        Phase.RESTART_POSTGRES,
                        Phase.GRANT,
                        Phase.MOVE_EXTENSION,
                        Phase.CREATE_EXTENSION,
                        Phase.UPDATE_EXTENSION,
                        Phase.RESTART_POSTGRES_AGAIN,
                        Phase.REBUILD_INDEX,
                        Phase.START_IMMICH,
                        Phase.CLEAR_AWAY),
                List.of(Phase.values()));
    }

    @Test
    void stepsAreSortedByPhaseAndOtherwiseStayInOrder() {
        assertEquals(
                List.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.RESTART_POSTGRES,
                        GRANT_B,
                        GRANT_A,
                        UPDATE,
                        REINDEX,
                        RemedyStep.START_IMMICH),
                Remedy.of(
                                RemedyStep.START_IMMICH,
                                REINDEX,
                                GRANT_B,
                                UPDATE,
                                GRANT_A,
                                RemedyStep.RESTART_POSTGRES,
                                RemedyStep.STOP_IMMICH)
                        .steps());
    }

    @Test
    void aPlanHasEachStepOnce() {
        Remedy first = Remedy.of(RemedyStep.STOP_IMMICH, RemedyStep.RESTART_POSTGRES, UPDATE, RemedyStep.START_IMMICH);
        Remedy second = Remedy.of(RemedyStep.STOP_IMMICH, GRANT_A, UPDATE, REINDEX, RemedyStep.START_IMMICH);

        assertEquals(
                List.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.RESTART_POSTGRES,
                        GRANT_A,
                        UPDATE,
                        REINDEX,
                        RemedyStep.START_IMMICH),
                Remedy.plan(List.of(first, second)));
    }

    @Test
    void theSameTextByAnotherHandIsAnotherStep() {
        RemedyStep bySuperuser = RemedyStep.superuser(Phase.REBUILD_INDEX, REINDEX.text());

        assertEquals(List.of(REINDEX, bySuperuser), Remedy.plan(List.of(Remedy.of(REINDEX, bySuperuser))));
    }

    @Test
    void noRemedyNoPlan() {
        assertEquals(List.of(), Remedy.plan(List.of()));
    }

    @Test
    void aRemedyHasAStep() {
        assertThrows(IllegalArgumentException.class, Remedy::of);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void aStepSaysWhatToDo(String text) {
        assertThrows(IllegalArgumentException.class, () -> RemedyStep.person(Phase.CONFIGURE, text));
    }

    @ParameterizedTest
    @EnumSource
    void sqlAndNothingElseEndsWithASemicolon(By by) {
        boolean isSql = by == By.SUPERUSER || by == By.IMMICH_ROLE;
        String right = isSql ? "SELECT 1;" : "Do it.";
        String wrong = isSql ? "SELECT 1" : "Do it;";

        assertEquals(right, new RemedyStep(Phase.GRANT, by, right).text());
        assertThrows(IllegalArgumentException.class, () -> new RemedyStep(Phase.GRANT, by, wrong));
    }
}
