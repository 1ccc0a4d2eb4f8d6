package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaIndexMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_INDEX_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Index tag_updateId_idx of tag is missing: btree (\"updateId\").",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    /** vector-index-invalid tells of it. */
    @Test
    void issue16WhatARebuildOfAVectorIndexLeftBehind() {
        Index left = new Index("clip_index_ccnew", false, "vchordrq", List.of("embedding"), "", false);
        Given given = Given.vchord().structure(Changed.table("smart_search", t -> Changed.withIndex(t, left)));

        assertEquals(Status.OK, Judged.judge(CHECK, given).status());
        assertEquals(
                Status.OK, Judged.judge(Check.SCHEMA_OBJECT_LEFT_OVER, given).status());
    }

    @Test
    void quietOnAWholeDatabase() {
        assertEquals(Status.OK, Judged.judge(CHECK, Given.vchord()).status());
    }

    @Test
    void doesNotApplyBeforeTheLedger() {
        assertEquals(
                Status.NOT_APPLICABLE, Judged.judge(CHECK, Given.pgvectors()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(
                Given.vchord().structure(Changed.table("tag", t -> Changed.withoutIndex(t, "tag_updateId_idx"))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
