package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Issue 16, 6: migration_overrides. */
class SchemaOverrideDifferentTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_OVERRIDE_DIFFERENT;

    private static Given with(String... rows) {
        return Given.vchord()
                .overrides(whole ->
                        Stream.concat(whole.stream(), Stream.of(rows)).sorted().toList());
    }

    private static String observed(Given given) {
        return Judged.onlyFinding(Judged.judge(CHECK, given)).observed();
    }

    private static String remedy(Verdict verdict) {
        return Judged.onlyFinding(verdict).remedy().steps().stream()
                .map(RemedyStep::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void quietOnAWholeDatabase() {
        assertEquals(Status.OK, Judged.judge(CHECK, Given.vchord()).status());
    }

    @Test
    void aRowOfALaterRelease() {
        assertEquals(
                "Row trigger_asset_ocr_updatedAt of migration_overrides is there: row without an object.",
                observed(with("trigger_asset_ocr_updatedAt")));
        assertTrue(remedy(Judged.judge(CHECK, with("trigger_asset_ocr_updatedAt")))
                .contains("SELECT * FROM public.migration_overrides WHERE name IN ('trigger_asset_ocr_updatedAt'). "));
    }

    @Test
    void aRowThatIsMissing() {
        Given given = Given.vchord()
                .overrides(whole -> whole.stream()
                        .filter(name -> !name.equals("function_updated_at"))
                        .toList());
        assertEquals("Row function_updated_at of migration_overrides is missing.", observed(given));
    }

    @Test
    void allRowsMissingAreOneFinding() {
        assertTrue(observed(Given.vchord().overrides(whole -> List.of()))
                .endsWith(" 75 more objects of migration_overrides differ in this way."));
    }

    /** As of a fork: what somebody else has made and noted is there. */
    @Test
    void quietOnRowsOfObjectsOfSomebodyElse() {
        Given given = with("function_mine", "index_face_index", "index_clip_index", "constraint_of_some_release", "x")
                .structure(s -> Changed.withFunction(s, "mine"));
        assertEquals(Status.OK, Judged.judge(CHECK, given).status());
    }

    @Test
    void aRowOfNobodysObject() {
        assertEquals(
                "Row function_mine of migration_overrides is there: row without an object.",
                observed(with("function_mine")));
    }

    /** The list is cut on the server: what is not in it may be there. */
    @Test
    void ofACutListNothingIsMissing() {
        Given given = Given.vchord()
                .overrides(whole ->
                        IntStream.range(0, 500).mapToObj(n -> "a_" + n).sorted().toList());
        assertEquals(Status.OK, Judged.judge(CHECK, given).status());
    }

    /** It is optional, and no alarm where nobody gave the right. */
    @Test
    void whereItIsHiddenItDoesNotApply() {
        Given hidden = Given.vchord().hidden("migration_overrides");
        Verdict verdict = Judged.judge(CHECK, hidden);
        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertTrue(
                verdict.note().endsWith("GRANT SELECT ON public.migration_overrides TO immich_monitor;"),
                verdict::note);
        assertEquals(
                "There is no table migration_overrides, which Immich has had since 1.136.0.",
                Judged.judge(CHECK, Given.pgvectors()).note());
    }

    private static Given newer(Given given) {
        return given.moreMigrations("1999999999999-Newer");
    }

    /** A release that is newer than the ledger: the rows are all that says what it has. */
    @Test
    void ofANewerReleaseWhatIsNamedAndMissingIsTold() {
        Given given = newer(Given.vchord()
                .structure(s -> Changed.withoutFunction(s, "stack_delete_audit"))
                .structure(Changed.table("stack", t -> Changed.trigger(t, "stack_delete_audit", g -> null)))
                .structure(Changed.table("asset", t -> Changed.withoutIndex(t, "asset_originalFilename_trigram_idx"))));
        Verdict function = Judged.judge(Check.SCHEMA_FUNCTION_MISSING, given);
        assertEquals(
                "Function stack_delete_audit is missing.",
                Judged.onlyFinding(function).observed());
        assertTrue(
                remedy(function).contains("WHERE name IN ('function_stack_delete_audit') ORDER BY name"),
                () -> remedy(function));
        assertEquals(
                "Trigger stack_delete_audit is missing.",
                Judged.onlyFinding(Judged.judge(Check.SCHEMA_TRIGGER_MISSING, given))
                        .observed());
        assertEquals(
                "Index asset_originalFilename_trigram_idx is missing.",
                Judged.onlyFinding(Judged.judge(Check.SCHEMA_INDEX_MISSING, given))
                        .observed());
    }

    @Test
    void ofANewerReleaseTheRestIsUnknown() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(Check.SCHEMA_FUNCTION_MISSING, newer(Given.vchord()))
                        .status());
        assertEquals(Status.UNKNOWN, Judged.judge(CHECK, newer(Given.vchord())).status());
        Given hidden = newer(Given.vchord().structure(s -> Changed.withoutFunction(s, "stack_delete_audit")))
                .withoutRelation("migration_overrides");
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(Check.SCHEMA_FUNCTION_MISSING, hidden).status());
    }

    /** Old imports of places have written it in lower case. */
    @Test
    void ofANewerReleaseOtherNamesAreTolerated() {
        Given given = newer(Given.vchord()
                .structure(Changed.table(
                        "geodata_places",
                        t -> Changed.renamedIndex(t, "IDX_geodata_gist_earthcoord", String::toLowerCase))));
        assertEquals(
                Status.UNKNOWN, Judged.judge(Check.SCHEMA_INDEX_MISSING, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(with("trigger_asset_ocr_updatedAt"));
    }

    /** SchemaStoriesIT plays them on whole databases. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
