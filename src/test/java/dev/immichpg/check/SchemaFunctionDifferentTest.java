package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFunctionDifferentTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_FUNCTION_DIFFERENT;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Function stack_delete_audit() has a body that no release has.",
                Judged.onlyFinding(Judged.judge(CHECK, fires().given())).observed());
    }

    @Test
    void saysThatItIsOfAnotherRelease() {
        Function before = LedgerFile.builtIn().after(27).functions().stream()
                .filter(f -> f.name().equals("album_asset_delete_audit"))
                .findFirst()
                .orElseThrow();
        Given given = Given.vchord().structure(s -> Changed.function(s, before.name(), f -> before));
        assertEquals(
                "Function album_asset_delete_audit() has the body of another release.",
                Judged.onlyFinding(Judged.judge(CHECK, given)).observed());
    }

    /** No index can be made on it, which a migration of 2.7.0 does. */
    @Test
    void issue16AFunctionThatIsNoLongerImmutable() {
        Given given = Given.vchord()
                .structure(s -> Changed.function(
                        s,
                        "f_unaccent",
                        f -> new Function(f.name(), f.arguments(), f.returns(), f.digest(), "volatile")));
        assertEquals(
                "Function f_unaccent(text) is volatile, not immutable.",
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
                .structure(s -> Changed.function(
                        s,
                        "stack_delete_audit",
                        f -> new Function(f.name(), f.arguments(), f.returns(), "0", f.volatility()))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
