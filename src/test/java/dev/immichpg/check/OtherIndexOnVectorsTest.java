package dev.immichpg.check;

import static dev.immichpg.check.Check.OTHER_INDEX_ON_VECTORS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherIndexOnVectorsTest implements CheckTest {

    @Test
    void oneThatSomebodyMade() {
        Finding finding = only(index("mine", Optional.of(false)));

        assertEquals("mine", finding.subject());
        assertEquals("Index mine is on column embedding of smart_search, too.", finding.observed());
        assertEquals(List.of("REBUILD_INDEX IMMICH_ROLE: DROP INDEX public.mine;"), Judged.remedy(finding));
    }

    @Test
    void oneOnAnExpressionMayStopIt() {
        assertEquals(Status.PROBLEM, status(index("mine", Optional.empty())));
    }

    @Test
    void immichsOwnAndThoseThatSurviveAreFine() {
        assertEquals(Status.OK, status(index("clip_index", Optional.of(false))));
        assertEquals(Status.OK, status(index("ordered", Optional.of(true))));
    }

    /** Of which vector-index-invalid tells. */
    @Test
    void whatReindexConcurrentlyLeftIsNotTheirs() {
        assertEquals(
                Status.OK, status(index("clip_index_ccnew", Optional.of(false)).leftoverIndex("clip_index_ccnew")));
    }

    private static Given index(String name, Optional<Boolean> survives) {
        return Given.vchord().dependent(Kind.INDEX, name, survives);
    }

    private static Finding only(Given given) {
        return Judged.onlyFinding(Judged.judge(OTHER_INDEX_ON_VECTORS, given));
    }

    private static Status status(Given given) {
        return Judged.judge(OTHER_INDEX_ON_VECTORS, given).status();
    }

    @Override
    public Trouble fires() {
        return Trouble.of(index("mine", Optional.of(false)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "another index on the vectors",
                Check.OTHER_INDEX_ON_VECTORS,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> p.database()
                        .superuserExecute(
                                "CREATE INDEX mine ON smart_search USING hnsw (embedding vector_cosine_ops)")));
    }
}
