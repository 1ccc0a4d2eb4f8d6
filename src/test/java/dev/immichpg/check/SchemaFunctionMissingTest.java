package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFunctionMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_FUNCTION_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Function stack_delete_audit() is missing.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    @Test
    void saysThatItReturnsSomethingElse() {
        Given given = Given.vchord()
                .structure(s -> Changed.function(
                        s,
                        "stack_delete_audit",
                        f -> new Function(f.name(), f.arguments(), "void", f.digest(), f.volatility())));
        assertEquals(
                "Function stack_delete_audit() returns void, not trigger.",
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
        return Trouble.of(Given.vchord().structure(s -> Changed.withoutFunction(s, "stack_delete_audit")));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
