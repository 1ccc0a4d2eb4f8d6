package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaEnumValueMissingTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_ENUM_VALUE_MISSING;

    @Test
    void saysWhatDiffers() {
        assertEquals(
                "Enum value locked of asset_visibility_enum is missing.",
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
        return Trouble.of(Given.vchord()
                .structure(s -> Changed.enumType(
                        s,
                        "asset_visibility_enum",
                        e -> new EnumType(e.name(), List.of("archive", "timeline", "hidden")))));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
