package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTableMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_TABLE_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Table tag is missing.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    /** object-outside-public moves it back, and a restored copy would be in its way. */
    @Test
    void issue16OneThatHasMovedIsNotMissing() {
        Given given = Given.vchord()
                .withoutRelation("face_search")
                .addRelation(ObjectOutsidePublicTest.table("elsewhere", "face_search"))
                .structure(Changed.table("face_search", t -> null));

        assertEquals(Status.OK, Judged.judge(CHECK, given).status());
        assertEquals(
                Status.PROBLEM, Judged.judge(Check.OBJECT_OUTSIDE_PUBLIC, given).status());
    }

    /** vector-table-missing tells of it, and one restore is enough. */
    @Test
    void issue15ATableOfVectorsIsToldOfOnce() {
        Given given = Given.vchord().withoutRelation("face_search").structure(Changed.table("face_search", t -> null));

        assertEquals(Status.OK, Judged.judge(CHECK, given).status());
        assertEquals(
                Status.PROBLEM, Judged.judge(Check.VECTOR_TABLE_MISSING, given).status());
        Given column =
                Given.vchord().structure(Changed.table("face_search", t -> Changed.withoutColumn(t, "embedding")));
        assertEquals(
                Status.OK, Judged.judge(Check.SCHEMA_COLUMN_MISSING, column).status());
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
        return Trouble.of(Given.vchord().structure(Changed.table("tag", t -> null)));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
