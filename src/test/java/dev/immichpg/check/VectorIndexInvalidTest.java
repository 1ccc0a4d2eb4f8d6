package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.StartUpLock;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorIndexInvalidTest implements CheckTest {

    /** FailureMode.INDEX_INVALID: a REINDEX CONCURRENTLY that was cancelled. */
    @Test
    void anInvalidIndexIsAProblem() {
        Given given = Given.vchord().index("clip_index", i -> marked(i, false, true));

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given));

        assertEquals("clip_index", finding.subject());
        assertEquals("Index clip_index is marked invalid.", finding.observed());
        assertEquals("Expected a valid index: Postgres does not use this one.", finding.expected());
        assertEquals(
                List.of(
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;"),
                Judged.remedy(finding));
    }

    @Test
    void anIndexThatIsNotReadyIsAProblemToo() {
        Given given = Given.pgvector().index("face_index", i -> marked(i, true, false));

        assertEquals(
                "Index face_index is marked not ready.",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given)).observed());
    }

    @Test
    void aCopyElsewhereIsRebuiltByItsOwnName() {
        Given given = Given.vchord()
                .addRelation(new Relation("Backup", "smart_search", "postgres", false, false, false, true, false, 1))
                .addIndex(new VectorIndex("Backup", "clip_index", "smart_search", "vchordrq", "", false, false, 1));

        assertEquals(
                List.of(
                        "CLEAR_DEAD_ROWS SUPERUSER: VACUUM \"Backup\".smart_search;",
                        "REBUILD_INDEX SUPERUSER: REINDEX INDEX \"Backup\".clip_index;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given))));
    }

    @Test
    void whatABrokenBuildLeavesBehindIsDropped() {
        Given given = Given.vchord().leftoverIndex("clip_index_ccnew");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given));

        assertEquals("clip_index_ccnew", finding.subject());
        assertEquals(
                "Index clip_index_ccnew is left over from a REINDEX CONCURRENTLY that did not finish.",
                finding.observed());
        assertEquals(
                "Expected no such index: nothing reads it, and every change of the table has to write to it.",
                finding.expected());
        assertEquals(List.of("REBUILD_INDEX IMMICH_ROLE: DROP INDEX public.clip_index_ccnew;"), Judged.remedy(finding));
    }

    @Test
    void whoseTableIsUnknownOrAnothersASuperuserDropsIt() {
        Given orphan = Given.vchord().withoutIndex("clip_index").leftoverIndex("clip_index_ccOld \"1\"");
        Given foreign = Given.vchord()
                .relation(
                        "face_search",
                        r -> new Relation("public", r.name(), "postgres", false, true, false, true, false, 1))
                .leftoverIndex("face_index_ccold1");

        assertEquals(
                List.of("REBUILD_INDEX SUPERUSER: DROP INDEX public.\"clip_index_ccOld \"\"1\"\"\";"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, orphan))));
        assertEquals(
                List.of("REBUILD_INDEX SUPERUSER: DROP INDEX public.face_index_ccold1;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, foreign))));
    }

    /** Then both are as they should be. */
    @Test
    void doesNotApplyWhileABuildIsRunning() {
        Given given = Given.vchord()
                .index("clip_index", i -> marked(i, false, true))
                .leftoverIndex("clip_index_ccnew")
                .startUpLock(new StartUpLock(false, 1));

        assertEquals(
                "An index is being built at this moment, and is invalid until the build ends.",
                Judged.judge(VECTOR_INDEX_INVALID, given).note());
    }

    @Test
    void quietWhereBothAreValidAndReady() {
        assertEquals(
                Status.OK, Judged.judge(VECTOR_INDEX_INVALID, Given.pgvectors()).status());
    }

    @Test
    void doesNotApplyWithoutIndexes() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_INDEX_INVALID, Given.fresh()).status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given =
                Given.vchord().index("clip_index", i -> marked(i, false, true)).historyHidden();

        assertEquals(Status.PROBLEM, Judged.judge(VECTOR_INDEX_INVALID, given).status());
    }

    private static VectorIndex marked(VectorIndex index, boolean valid, boolean ready) {
        return new VectorIndex(
                index.schema(),
                index.name(),
                index.table(),
                index.accessMethod(),
                index.options(),
                valid,
                ready,
                index.rowAge());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord()
                .index(
                        "clip_index",
                        i -> new VectorIndex(
                                i.schema(), i.name(), i.table(), i.accessMethod(), i.options(), false, true, 1)));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "a concurrent build of an index was cancelled",
                        Check.VECTOR_INDEX_INVALID,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute("UPDATE pg_index SET indisvalid = false"
                                        + " WHERE indexrelid = 'clip_index'::regclass")),
                new Story(
                        "a concurrent rebuild of an index was given up",
                        Check.VECTOR_INDEX_INVALID,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        VectorIndexInvalidTest::giveUpRebuild));
    }

    /** It waits for whoever has written to the table, and no longer than the lock's timeout. */
    private static void giveUpRebuild(Patient patient) {
        // The stand-in's access method knows none of the options that the new index would repeat.
        patient.database().superuserExecute("UPDATE pg_class SET reloptions = NULL WHERE oid = 'clip_index'::regclass");
        try (Connection writer = patient.database().connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("LOCK TABLE smart_search IN ROW EXCLUSIVE MODE");
            assertThrows(
                    IllegalStateException.class,
                    () -> patient.database()
                            .roleExecute("SET lock_timeout = '200ms'", "REINDEX INDEX CONCURRENTLY clip_index"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
