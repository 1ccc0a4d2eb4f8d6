package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexMissingTest implements CheckTest {

    @Test
    void anIndexThatIsGoneIsMadeByTheNextStart() {
        Given given = Given.vchord().withoutIndex("face_index");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given));

        assertEquals("face_index", finding.subject());
        assertEquals("Index face_index does not exist on table face_search.", finding.observed());
        assertEquals("Expected it: without it every search reads the whole table.", finding.expected());
        assertEquals(
                List.of(
                        "START_IMMICH PERSON: Restart Immich at a time of your choice. It then builds the index, which locks the"
                                + " table and can take long: do not interrupt it."),
                Judged.remedy(finding));
    }

    /** Issue 14: Immich would make it one of 512. */
    @Test
    void aColumnWithoutADimensionIsGivenOneFirst() {
        Given given = Given.vchord().withoutIndex("clip_index").undimensioned("smart_search");
        List<String> remedy = Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given)));

        assertEquals(2, remedy.size());
        assertEquals(
                "GRANT PERSON: As Immich's role, and before Immich starts, see how long the vectors are: SELECT"
                        + " public.vector_dims(embedding), count(*) FROM public.smart_search GROUP BY 1. If that is not 512,"
                        + " give the column its dimension, here 768: ALTER TABLE public.smart_search ALTER COLUMN embedding"
                        + " TYPE public.vector(768)",
                remedy.get(0));
        assertEquals(
                1,
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                                VECTOR_INDEX_MISSING,
                                Given.vchord().withoutIndex("face_index").undimensioned("face_search"))))
                        .size());
    }

    /** Before 1.133.0 no start makes it (start-up.md#rebuild). */
    @ParameterizedTest
    @CsvSource({"1.91.0, REBUILD_INDEX", "1.132.3, REBUILD_INDEX", "1.133.0, START_IMMICH", "2.7.5, START_IMMICH"})
    void whoMakesIt(String immich, Remedy.Phase phase) {
        Given given = Given.pgvectors().withoutIndex("clip_index");

        assertEquals(
                phase,
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given, immich))
                        .remedy()
                        .steps()
                        .get(0)
                        .phase());
    }

    @Test
    void ofPgvectorsItIsMadeByHandBefore1_133() {
        Given given = Given.pgvectors().withoutIndex("clip_index");

        assertEquals(
                List.of("REBUILD_INDEX IMMICH_ROLE: CREATE INDEX clip_index ON public.smart_search USING vectors"
                        + " (embedding vectors.vector_cos_ops)"
                        + " WITH (options = E'[indexing.hnsw]\\nm = 16\\nef_construction = 300');"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given, "1.132.3"))));
    }

    @Test
    void ofPgvectorItIsMadeByHandBefore1_133() {
        Given given = Given.pgvector()
                .withoutIndex("face_index")
                .relation(
                        "face_search",
                        r -> new Relation("public", r.name(), "postgres", false, true, false, true, false, 1))
                .installed(
                        "vector", e -> new InstalledExtension("vector", "0.6.0", "Ext", e.owner(), false, e.rowAge()));

        assertEquals(
                List.of("REBUILD_INDEX SUPERUSER: CREATE INDEX face_index ON public.face_search USING hnsw"
                        + " (embedding \"Ext\".vector_cosine_ops) WITH (ef_construction = 300, m = 16);"),
                Judged.remedy(Judged.onlyFinding(
                        Judged.judge(VECTOR_INDEX_MISSING, given, "1.132.3", VectorExtension.PGVECTOR))));
    }

    /** pgvecto.rs 0.1 had another name for the operators (start-up.md#rebuild). */
    @Test
    void theFirstFacesWereInAssetFaces() {
        Given given = Given.pgvectors()
                .withoutRelation("face_search")
                .withoutIndex("face_index")
                .table("asset_faces")
                .installed(
                        "vectors",
                        e -> new InstalledExtension("vectors", "0.1.11", "public", e.owner(), false, e.rowAge()));

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given, "1.94.1"));

        assertEquals("Index face_index does not exist on table asset_faces.", finding.observed());
        assertTrue(
                Judged.remedy(finding)
                        .get(0)
                        .contains(" ON public.asset_faces USING vectors (embedding public.cosine_ops)"),
                () -> Judged.remedy(finding).get(0));
        assertEquals(
                Status.OK, Judged.judge(VECTOR_INDEX_MISSING, given, "1.107.0").status());
    }

    @Test
    void withoutTheExtensionThereIsNothingToPaste() {
        Given given = Given.pgvectors().withoutIndex("clip_index").notInstalled("vectors");

        assertEquals(
                List.of("REBUILD_INDEX PERSON: Create the index once the vector extension is installed."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_MISSING, given))));
    }

    @Test
    void bothIndexesShow() {
        Given given = Given.pgvector().withoutIndex("clip_index").withoutIndex("face_index");

        assertEquals(
                List.of("clip_index", "face_index"),
                Judged.judge(VECTOR_INDEX_MISSING, given, "3.3.0").findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    @Test
    void quietAboutATableThatImmichHasNotMadeYet() {
        Given given = Given.vchord().withoutRelation("face_search").withoutIndex("face_index");

        assertEquals(Status.OK, Judged.judge(VECTOR_INDEX_MISSING, given).status());
    }

    @Test
    void doesNotApplyWithoutTheTables() {
        Given lost = Given.vchord()
                .withoutRelation("smart_search")
                .withoutIndex("clip_index")
                .withoutRelation("face_search")
                .withoutIndex("face_index");
        String note = "The tables of these indexes are not there.";

        assertEquals(
                note, Judged.judge(VECTOR_INDEX_MISSING, Given.fresh(), "3.0.0").note());
        assertEquals(note, Judged.judge(VECTOR_INDEX_MISSING, lost).note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().withoutIndex("clip_index").historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(VECTOR_INDEX_MISSING, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().withoutIndex("clip_index"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "an index is gone", Check.VECTOR_INDEX_MISSING, Set.of(), Outcome.MIGRATES, Story::vchord, p -> {
                    p.database().roleExecute("DROP INDEX clip_index");
                    p.where(
                            "Restart Immich at a time of your choice. It then builds the index, which locks the table and can take long: do not interrupt it.",
                            () -> p.database()
                                    .roleExecute("CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                            + " vector_cosine_ops)"));
                }));
    }
}
