package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_INVALID;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorIndexInvalidTest implements CheckTest {

    /** #54 of ref §9: a REINDEX CONCURRENTLY that was cancelled. */
    @Test
    void anInvalidIndexIsAProblem() {
        Given given = Given.vchord().index("clip_index", i -> marked(i, false, true));

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given));

        assertEquals("clip_index", finding.subject());
        assertEquals("Index clip_index is marked invalid.", finding.observed());
        assertEquals("Expected a valid index: Postgres does not use this one.", finding.expected());
        assertEquals(
                List.of(
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM public.smart_search;",
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
                        "REBUILD_INDEX SUPERUSER: VACUUM \"Backup\".smart_search;",
                        "REBUILD_INDEX SUPERUSER: REINDEX INDEX \"Backup\".clip_index;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_INVALID, given))));
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
        return List.of(new Story(
                "a concurrent build of an index was cancelled",
                Check.VECTOR_INDEX_INVALID,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'clip_index'::regclass")));
    }
}
