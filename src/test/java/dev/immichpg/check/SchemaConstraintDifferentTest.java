package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaConstraintDifferentTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_CONSTRAINT_DIFFERENT;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Constraint tag_userId_fkey of tag is missing: foreign key (userId) to user (id) on delete cascade on update cascade.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    /** Its table has moved, and another check moves it back. */
    @Test
    void issue16AForeignKeyFollowsItsTable() {
        Given given = Given.vchord()
                .structure(Changed.table(
                        "person", t -> Changed.constraints(t, SchemaConstraintDifferentTest::toElsewhere)));

        assertEquals(Status.PROBLEM, Judged.judge(CHECK, given).status());
        assertEquals(
                Status.OK,
                Judged.judge(
                                CHECK,
                                given.withoutRelation("asset_face")
                                        .addRelation(ObjectOutsidePublicTest.table("elsewhere", "asset_face")))
                        .status());
    }

    private static Constraint toElsewhere(Constraint c) {
        return c.references().equals("asset_face")
                ? new Constraint(
                        c.name(),
                        c.kind(),
                        c.columns(),
                        "elsewhere.asset_face",
                        c.referencedColumns(),
                        c.onDelete(),
                        c.onUpdate(),
                        c.valid())
                : c;
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
                Given.vchord().structure(Changed.table("tag", t -> Changed.withoutConstraint(t, "tag_userId_fkey"))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
