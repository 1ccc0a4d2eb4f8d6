package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_OUTGROWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexOutgrownTest implements CheckTest {

    private static final String RESTART =
            "Restart Immich at a time of your choice. It then builds the index, which locks the table and can take long: do"
                    + " not interrupt it.";

    /** FailureMode.LISTS_OUTGROWN. */
    @Test
    void aLibraryThatHasGrownIsAProblem() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(VECTOR_INDEX_OUTGROWN, Given.vchord().rows("face_search", 300_000)));

        assertEquals("face_index", finding.subject());
        assertEquals(
                "Index face_index has 1 list. For the rows that face_search has now, Immich would give it 512"
                        + " lists.",
                finding.observed());
        assertEquals(
                "Expected that number: searches are slow, or find less, until Immich's next start rebuilds the index, which locks"
                        + " the table and can take long.",
                finding.expected());
        assertEquals(List.of("START_IMMICH PERSON: " + RESTART), Judged.remedy(finding));
    }

    /** start-up.md#rebuild: lists for the rows, or for a fifth more; the message changes at a boundary only. */
    @ParameterizedTest
    @CsvSource({
        "1, 127999, OK",
        "1, 128000, PROBLEM",
        "256, 106667, OK",
        "256, 106666, PROBLEM",
        "256, 200000, OK",
        "512, 200000, PROBLEM",
        "256, 255999, OK",
        "256, 256000, PROBLEM",
        "256, 100, PROBLEM",
        "256, -1, OK"
    })
    void byTheFormulaWithItsSlack(int lists, long rows, Status expected) {
        Given given = Given.vchord().rows("smart_search", rows).index("clip_index", i -> with(i, "vchordrq", lists));

        assertEquals(expected, Judged.judge(VECTOR_INDEX_OUTGROWN, given).status());
    }

    @Test
    void anotherMethodIsAnotherChecksMatter() {
        Given given = Given.vchord().rows("smart_search", 300_000).index("clip_index", i -> with(i, "hnsw", 1));

        assertEquals(Status.OK, Judged.judge(VECTOR_INDEX_OUTGROWN, given).status());
    }

    @Test
    void doesNotApplyToOtherExtensions() {
        String note = "Only VectorChord's indexes have lists, and Immich does not use it here.";

        assertEquals(
                note,
                Judged.judge(VECTOR_INDEX_OUTGROWN, Given.pgvector().rows("smart_search", 300_000))
                        .note());
        assertEquals(
                note,
                Judged.judge(VECTOR_INDEX_OUTGROWN, Given.vchord(), "2.7.5", VectorExtension.PGVECTOR)
                        .note());
    }

    @Test
    void doesNotApplyWithoutAnIndex() {
        assertEquals(
                "There is no index of VectorChord.",
                Judged.judge(VECTOR_INDEX_OUTGROWN, Given.fresh(), "2.7.5").note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().rows("smart_search", 300_000).historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(VECTOR_INDEX_OUTGROWN, given).status());
    }

    private static VectorIndex with(VectorIndex index, String method, int lists) {
        String options = "options=[build.internal]\nlists = [" + lists + "]";
        return new VectorIndex(
                index.schema(), index.name(), index.table(), method, options, true, true, index.rowAge());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().rows("smart_search", 128_000));
    }

    /**
     * With three rows under the lists of a large library: the other way round it would take 128,000 of them. Immich's rebuild
     * is done by hand, since the stand-in's index has no lists.
     */
    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "an index has the lists of another number of rows",
                Check.VECTOR_INDEX_OUTGROWN,
                Set.of(),
                Outcome.MIGRATES,
                Story::vchord,
                p -> {
                    p.database().setLists("clip_index", 256);
                    p.where(RESTART, () -> p.database().setLists("clip_index", 1));
                }));
    }
}
