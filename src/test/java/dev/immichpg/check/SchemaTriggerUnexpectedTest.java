package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTriggerUnexpectedTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_TRIGGER_UNEXPECTED;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Trigger mine of tag is there: after insert for each row: my_log().",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    @Test
    void issue16ARuleDoesSomethingElseInstead() {
        Given given =
                Given.vchord().structure(Changed.with(new Dependent(Dependent.Kind.RULE, "nothing", "asset", "")));
        Finding finding = Judged.onlyFinding(Judged.judge(CHECK, given));
        assertEquals("Rule nothing of asset is there.", finding.observed());
        assertTrue(finding.remedy().steps().get(0).text().endsWith(": DROP RULE nothing ON public.asset."));
        assertEquals(
                Status.OK, Judged.judge(Check.SCHEMA_OBJECT_LEFT_OVER, given).status());
    }

    /** Kysely's own table. */
    @Test
    void issue16ATriggerOnTheListOfMigrations() {
        Trigger mine = new Trigger("mine", "before", "insert", true, "public", "stop", "", List.of(), "O");
        Given given = Given.vchord()
                .structure(s -> Changed.withTable(s, "kysely_migrations"))
                .structure(Changed.table("kysely_migrations", t -> Changed.withTrigger(t, mine)));
        assertEquals(
                "Trigger mine of kysely_migrations is there: before insert for each row: stop().",
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
                .structure(Changed.table(
                        "tag",
                        t -> Changed.withTrigger(
                                t,
                                new Trigger(
                                        "mine", "after", "insert", true, "public", "my_log", "", List.of(), "O")))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
