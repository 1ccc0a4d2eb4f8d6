package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTriggerMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_TRIGGER_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Trigger tag_updatedAt of tag is missing: before update for each row: updated_at().",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    @Test
    void issue16ATriggerWithAnotherCondition() {
        Given given = Given.vchord()
                .structure(Changed.table(
                        "asset", t -> Changed.trigger(t, "asset_delete_audit", g -> Changed.condition(g, "false"))));
        assertEquals(
                "Trigger asset_delete_audit of asset is after delete for each statement when false: asset_delete_audit(),"
                        + " not after delete for each statement when (pg_trigger_depth() = 0): asset_delete_audit().",
                Judged.onlyFinding(Judged.judge(CHECK, given)).observed());
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
                .structure(Changed.table("tag", t -> Changed.trigger(t, "tag_updatedAt", g -> null))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
