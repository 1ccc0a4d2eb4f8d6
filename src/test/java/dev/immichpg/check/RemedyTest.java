package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Remedy.By;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.StartUpRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /**
     * Issue 12: a superuser pastes it from a page, too, in a database whose owner chose the search_path. What has operators or
     * calls functions names Postgres' own, or sees to that first.
     */
    @Test
    void issue12NothingOfASuperusersIsLookedUpInTheOwnersSchemas() {
        Doctor doctor = new Doctor(Set.of(), Map.of());
        Set<String> texts = Stream.concat(
                        Stream.of(Check.values()).map(CheckTest::of).flatMap(test -> {
                            CheckTest.Trouble trouble = test.fires();
                            return Judged.diagnoses(trouble.given(), trouble.immich()).stream();
                        }),
                        StartUpRows.all().stream()
                                .flatMap(row -> doctor.examine(row.given().snapshot(), row.should()).stream()))
                .map(Judgement.Diagnosis::verdict)
                .filter(verdict -> verdict.status() == Status.PROBLEM)
                .flatMap(verdict -> verdict.findings().stream())
                .flatMap(finding -> finding.remedy().steps().stream())
                .filter(step -> step.by() == By.SUPERUSER
                        || step.by() == By.PERSON
                                && step.text().contains("SELECT ")
                                // What Immich's role looks at is its own.
                                && !step.text().startsWith("As Immich's role, "))
                .map(step -> step.text().replaceFirst("^[^;]*?: (?=SELECT )", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertTrue(texts.stream().anyMatch(text -> text.contains("pgvectors_upgrade")), texts::toString);
        assertTrue(texts.stream().anyMatch(text -> text.contains("extrelocatable")), texts::toString);
        assertEquals(
                List.of(),
                texts.stream().filter(text -> !isOfPostgresAlone(text)).toList());
    }

    private static final Pattern LOOKS_FIRST_IN_PG_CATALOG =
            Pattern.compile("DO \\$\\$ DECLARE \\w+ pg_catalog\\.text; BEGIN PERFORM"
                    + " pg_catalog\\.set_config\\('search_path', 'pg_catalog, pg_temp', true\\).*");
    /** What is no operator, and no call. */
    private static final Pattern SYNTAX = Pattern.compile(
            "OPERATOR\\(pg_catalog\\.\\S+\\)"
                    + "|pg_catalog\\.\\w+\\(|\\bSET [\\w.\"]+ =|WITH \\([^)]*\\)|USING \\w+ \\(|ALTER (FUNCTION|PROCEDURE|ROUTINE|AGGREGATE) [^ (]+\\(|\\bON \\S+ \\(");

    private static boolean isOfPostgresAlone(String sql) {
        if (LOOKS_FIRST_IN_PG_CATALOG.matcher(sql).matches()) {
            return true;
        }
        String bare = SYNTAX.matcher(PsqlText.of(sql).bare()).replaceAll("");
        return !Pattern.compile("[=<>~!|+*/%^&]|\\w\\(").matcher(bare).find()
                && !Pattern.compile("(?i)\\bFROM (?!pg_catalog\\.)")
                        .matcher(bare)
                        .find();
    }

    /** extensions.md#safe-order. */
    @Test
    void theSafeOrder() {
        assertEquals(
                List.of(
                        Phase.WAIT,
                        Phase.STOP_IMMICH,
                        Phase.CLEAR_DEAD_ROWS,
                        Phase.INSTALL_PACKAGES,
                        Phase.CONFIGURE,
                        Phase.RESTART_POSTGRES,
                        Phase.GRANT,
                        Phase.MOVE_EXTENSION,
                        Phase.CREATE_EXTENSION,
                        Phase.UPDATE_EXTENSION,
                        Phase.RESTART_POSTGRES_AGAIN,
                        Phase.REBUILD_INDEX,
                        Phase.RUN_OTHER_RELEASE,
                        Phase.START_IMMICH,
                        Phase.CLEAR_AWAY,
                        Phase.ADVICE),
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

    /** issue 15: found on a hostile snapshot. A library whose package the plan installs is not taken out by it. */
    @Test
    void aPlanSetsThePreloadedLibrariesOnce() {
        RemedyStep with = RemedyStep.superuser(
                Remedy.Phase.CONFIGURE, "ALTER SYSTEM SET shared_preload_libraries = 'vectors.so';");
        RemedyStep without =
                RemedyStep.superuser(Remedy.Phase.CONFIGURE, "ALTER SYSTEM SET shared_preload_libraries = '';");

        assertEquals(List.of(with), Remedy.plan(List.of(Remedy.of(without), Remedy.of(with))));
        assertEquals(List.of(without), Remedy.plan(List.of(Remedy.of(without))));
    }
}
