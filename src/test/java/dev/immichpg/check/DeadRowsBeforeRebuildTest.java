package dev.immichpg.check;

import static dev.immichpg.check.Check.DEAD_ROWS_BEFORE_REBUILD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadRowsBeforeRebuildTest implements CheckTest {

    /** FailureMode.DEAD_ROWS_BREAK_A_REBUILD: the migration to VectorChord 1.0 that stumbled. */
    @Test
    void deadRowsBeforeAnUpdateAreWorthAVacuum() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(DEAD_ROWS_BEFORE_REBUILD, dead(Given.vchord()).available("vchord", "1.1.1")));

        assertEquals("smart_search", finding.subject());
        assertEquals(
                "Table smart_search has dead rows, and a rebuild of its index clip_index is due.", finding.observed());
        assertEquals(
                "Expected VACUUM to have removed them: a build reads them too, and fails on one whose vector is gone"
                        + " (missing chunk number 0 for toast value).",
                finding.expected());
        assertEquals(
                List.of("REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.smart_search;"),
                Judged.remedy(finding));
    }

    @Test
    void whoOwnsTheTableVacuumsIt() {
        Given given = dead(Given.vchord())
                .withoutIndex("clip_index")
                .relation(
                        "smart_search",
                        r -> new Relation("public", r.name(), "postgres", false, true, false, true, false, 1000));

        assertEquals(
                List.of("CLEAR_DEAD_ROWS SUPERUSER: VACUUM public.smart_search;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(DEAD_ROWS_BEFORE_REBUILD, given))));
    }

    @Test
    void dueIsWhateverEndsInARebuild() {
        assertEquals(Status.PROBLEM, status(dead(Given.pgvectors()).available("vectors", "0.3.0")));
        assertEquals(Status.PROBLEM, status(dead(Given.vchord()).withoutIndex("clip_index")));
        assertEquals(Status.PROBLEM, status(dead(Given.vchord()).rows("smart_search", 200_000)));
        assertEquals(
                Status.PROBLEM, status(dead(Given.vchord()).index("clip_index", i -> built(i, "hnsw", true, 500))));
        assertEquals(
                Status.PROBLEM,
                status(dead(Given.vchord()).index("clip_index", i -> built(i, "vchordrq", false, 500))));
        assertEquals(
                Status.PROBLEM,
                status(dead(Given.vchord()).index("clip_index", i -> built(i, "vchordrq", true, 2000))));
    }

    /** Before 1.133.0 no start rebuilds an index for its definition; pgvector's index outlives an update by hand. */
    @Test
    void notDueIsWhatNobodyDoes() {
        Given missing = dead(Given.pgvectors()).withoutIndex("clip_index");
        Given old = dead(Given.pgvector()).index("clip_index", i -> built(i, "hnsw", true, 2000));

        assertEquals(Status.NOT_APPLICABLE, status(missing));
        assertEquals(Status.NOT_APPLICABLE, status(old));
    }

    @Test
    void quietWhereNoRowIsDead() {
        assertEquals(Status.OK, status(Given.vchord().available("vchord", "1.1.1")));
    }

    /** Issue 15: 0 after a crash or a reset of the statistics says nothing. */
    @Test
    void noneThatNobodyHasCountedAreUnknown() {
        Given given = Given.vchord().available("vchord", "1.1.1").deadRowsNotCounted("smart_search");

        Verdict verdict = Judged.judge(DEAD_ROWS_BEFORE_REBUILD, given);
        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "How many rows are dead in smart_search was not counted since the statistics were reset, as by a crash."
                        + " Before a rebuild run: VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                verdict.note());
        assertEquals(Status.NOT_APPLICABLE, status(Given.vchord().deadRowsNotCounted("smart_search")));
        assertEquals(Status.PROBLEM, status(given.deadRows("face_search", 1)));
    }

    @Test
    void deadRowsAloneAreNoMatter() {
        assertEquals(
                "No rebuild of a vector index is due.",
                Judged.judge(DEAD_ROWS_BEFORE_REBUILD, dead(Given.vchord())).note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                status(dead(Given.vchord()).available("vchord", "1.1.1").historyHidden()));
    }

    private static Status status(Given given) {
        return Judged.judge(DEAD_ROWS_BEFORE_REBUILD, given).status();
    }

    private static Given dead(Given given) {
        return given.deadRows("smart_search", 1);
    }

    private static VectorIndex built(VectorIndex index, String method, boolean valid, long rowAge) {
        return new VectorIndex(
                index.schema(), index.name(), index.table(), method, index.options(), valid, true, rowAge);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(dead(Given.vchord()).available("vchord", "1.1.1"));
    }

    /** A rebuild is due by an estimate of the rows that is wrong, so that VACUUM alone ends the story. */
    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "rows are dead where a rebuild is due",
                Check.DEAD_ROWS_BEFORE_REBUILD,
                Set.of(Check.VECTOR_INDEX_OUTGROWN),
                Outcome.MIGRATES,
                Story::vchord,
                p -> {
                    p.database().roleExecute("DELETE FROM smart_search WHERE ctid = '(0,1)'");
                    p.await("SELECT pg_stat_get_dead_tuples('public.smart_search'::regclass) > 0");
                    p.database()
                            .superuserExecute("UPDATE pg_class SET reltuples = 200000 WHERE relname = 'smart_search'");
                }));
    }
}
