package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaColumnDifferentTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_COLUMN_DIFFERENT;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Column value of tag is text not null, not character varying not null.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    /** vector-column-left-over tells of it. */
    @Test
    void issue16AVectorTypeThatBelongsToNoExtension() {
        for (String type : List.of("public.vector", "vectors.vector")) {
            assertEquals(Status.OK, Judged.judge(CHECK, embedding(type)).status(), type);
        }
        assertEquals(Status.PROBLEM, Judged.judge(CHECK, embedding("real[]")).status());
    }

    private static Given embedding(String type) {
        return Given.vchord()
                .structure(Changed.table(
                        "smart_search",
                        t -> Changed.column(
                                t,
                                "embedding",
                                c -> new Structure.Column(
                                        c.name(), type, c.notNull(), c.defaultValue(), c.generated()))));
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
        return Trouble.of(Given.vchord()
                .structure(Changed.table(
                        "tag",
                        t -> Changed.column(
                                t,
                                "value",
                                c -> new Column(c.name(), "text", c.notNull(), c.defaultValue(), c.generated())))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
