package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaColumnMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_COLUMN_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Column color of tag is missing: character varying.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
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
        return Trouble.of(Given.vchord().structure(Changed.table("tag", t -> Changed.withoutColumn(t, "color"))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
