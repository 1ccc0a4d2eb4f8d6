package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is built, loaded and dropped. */
class StepsOfIndexesTest {

    @Test
    void anAbsentIndexIsBuiltAndIsThereAfterwards() {
        StepOutcome outcome =
                new RebuildIndexes().take(Starts.of("2.7.5", Given.vchord().withoutIndex("clip_index")));

        assertEquals(
                List.of("CHANGES index: Index clip_index does not exist. Immich rebuilds it, which can take long."),
                Starts.told(outcome));
        assertTrue(outcome.after().index("clip_index").isPresent());
    }

    @Test
    void aTableOfAnotherStopsTheFirstRebuildAndNoOtherFollows() {
        Given given = Given.vchord()
                .withoutIndex("clip_index")
                .withoutIndex("face_index")
                .relation("smart_search", r -> StartUpRow.owned(r, false, true));

        assertEquals(
                List.of(
                        "BLOCKS index: Index clip_index does not exist. Immich would rebuild it, but role immich does not"
                                + " own table smart_search. [object-owned-by-other]"),
                Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", given))));
    }

    @Test
    void aLostTableStopsWhoeverPrewarmsAndWarnsTheOthers() {
        Given vchord = Given.vchord().withoutIndex("face_index").withoutRelation("face_search");
        Given pgvector = Given.pgvector().withoutIndex("face_index").withoutRelation("face_search");
        String both = ": Neither index face_index nor its table face_search exists.";

        assertEquals(List.of(), Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", vchord))));
        assertEquals(
                List.of("BLOCKS prewarm" + both + " Immich stops when it loads the index. [vector-table-missing]"),
                Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", vchord))));
        assertEquals(
                List.of("WARNS index" + both + " [vector-table-missing]"),
                Starts.told(new RebuildIndexes().take(Starts.of("2.7.5", pgvector))));
        assertEquals(List.of(), Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", pgvector))));
    }

    @Test
    void anUnreadableFormatStopsAtItsLoading() {
        Given given = Given.vchord().probed("face_search", "XX000", "bad version number");

        assertEquals(
                List.of("BLOCKS prewarm: face_index has a format on disk that VectorChord does not read: a search in"
                        + " face_search fails, and Immich stops when it loads the index. [vector-query-failing]"),
                Starts.told(new PrewarmIndexes().take(Starts.of("2.7.5", given))));
    }

    @Test
    void onlyTheReleasesWithTheRuleTakeTheStep() {
        assertFalse(new RebuildIndexes().isTakenBy(Starts.should("1.132.3").release()));
        assertTrue(new RebuildIndexes().isTakenBy(Starts.should("1.133.0").release()));
        assertTrue(new ReadIndexView().isTakenBy(Starts.should("1.132.3").release()));
        assertFalse(new ReadIndexView().isTakenBy(Starts.should("1.133.0").release()));
        assertFalse(new DropOtherExtensions().isTakenBy(Starts.should("1.132.3").release()));
        assertTrue(new DropOtherExtensions().isTakenBy(Starts.should("1.133.0").release()));
        assertTrue(new TryUpdate().isTakenBy(Starts.should("1.111.0").release()));
        assertFalse(new UpdateExtension().isTakenBy(Starts.should("1.111.0").release()));
        assertTrue(new UpdateExtension().isTakenBy(Starts.should("1.112.0").release()));
        assertFalse(new TryUpdate().isTakenBy(Starts.should("1.112.0").release()));
    }

    @Test
    void whatIsNotUsedIsDroppedIfTheRoleIsAllowedTo() {
        Given given = Given.vchord().installed("vectors", "0.2.0").available("vectors", "0.2.0");
        StepOutcome denied = new DropOtherExtensions().take(Starts.of("2.7.5", given));

        assertEquals(
                List.of(
                        "WARNS other extensions: Extension vectors is no longer needed, but role immich is not allowed to"
                                + " drop it. [vector-extension-left-over]"),
                Starts.told(denied));
        assertTrue(denied.after().installed("vectors").isPresent());

        StepOutcome dropped = new DropOtherExtensions().take(Starts.of("2.7.5", given.superuser()));

        assertEquals(List.of("CHANGES other extensions: It drops extension vectors."), Starts.told(dropped));
        assertEquals(Optional.empty(), dropped.after().installed("vectors"));
        assertTrue(dropped.after().installed("vector").isPresent());
    }

    @Test
    void anUpdateLeavesTheNewVersionAndFreshIndexes() {
        StartProgress start = Starts.of(
                "2.7.5", Given.vchord().superuser().available("vchord", "1.1.1").withoutIndex("clip_index"));
        StepOutcome outcome = new UpdateExtension().take(start);

        assertEquals(
                List.of(
                        "PASSES preload: vchord is preloaded.",
                        "CHANGES update: It updates VectorChord from 0.4.3 to 1.1.1 and rebuilds both search indexes,"
                                + " which can take long."),
                Starts.told(outcome));
        assertEquals("1.1.1", outcome.after().installed("vchord").orElseThrow().version());
        assertTrue(outcome.after().index("clip_index").isPresent());
        assertEquals(List.of(), Starts.told(new UpdateExtension().take(start.after(outcome.after()))));
        assertEquals(List.of(), Starts.told(new RebuildIndexes().take(start.after(outcome.after()))));
    }
}
