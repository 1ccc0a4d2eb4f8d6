package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_OF_OTHER_METHOD;
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

class VectorIndexOfOtherMethodTest implements CheckTest {

    /** A change to VectorChord that was interrupted. */
    @Test
    void anIndexOfAnotherExtensionIsRebuiltByTheNextStart() {
        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, halfWay()));

        assertEquals("face_index", finding.subject());
        assertEquals("Index face_index has access method hnsw.", finding.observed());
        assertEquals("Expected vchordrq, of VectorChord, which Immich will use at its next start.", finding.expected());
        assertEquals(
                List.of(
                        "START_IMMICH PERSON: Restart Immich at a time of your choice. It then builds the index, which locks"
                                + " the table and can take long: do not interrupt it.",
                        "ADVICE PERSON: To keep the present extension instead, set DB_VECTOR_EXTENSION before Immich"
                                + " starts."),
                Judged.remedy(finding));
    }

    @Test
    void aSettingThatIsLeftFromBeforeLeadsBack() {
        Verdict verdict = Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, Given.vchord(), "2.7.5", VectorExtension.PGVECTOR);

        assertEquals(
                List.of("clip_index", "face_index"),
                verdict.findings().stream().map(Finding::subject).toList());
        assertEquals(
                "Expected hnsw, of pgvector, which Immich will use at its next start.",
                verdict.findings().get(0).expected());
    }

    /**
     * FailureMode.EXTENSION_SWITCHES: the package of VectorChord has appeared on the server, which another check tells.
     */
    @Test
    void quietWhereNobodyHasSaidThatItChanges() {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                Status.OK, Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, given).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, given, "2.7.5", VectorExtension.VECTORCHORD)
                        .status());
    }

    private static Given halfWay() {
        return Given.vchord()
                .index(
                        "face_index",
                        i -> new VectorIndex(
                                i.schema(), i.name(), i.table(), "hnsw", i.options(), true, true, i.rowAge()));
    }

    @Test
    void quietWhereTheSettingKeepsTheExtension() {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, given, "2.7.5", VectorExtension.PGVECTOR)
                        .status());
    }

    /** Before 1.133.0 nothing was compared. */
    @ParameterizedTest
    @CsvSource({
        "1.91.0, NOT_APPLICABLE",
        "1.132.3, NOT_APPLICABLE",
        "1.133.0, PROBLEM",
        "2.7.5, PROBLEM",
        "3.0.0, PROBLEM",
        "3.3.0, PROBLEM"
    })
    void theErasThatCompare(String immich, Status status) {
        assertEquals(
                status,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, halfWay().available("vectors", "0.2.0"), immich)
                        .status());
    }

    /** Immich looks into the definition; {@code vchordrq} is not {@code vchordrq2}. */
    @Test
    void theWholeNameOfTheMethodCounts() {
        Given given = Given.vchord()
                .index(
                        "clip_index",
                        i -> new VectorIndex(
                                i.schema(), i.name(), i.table(), "vchordrq2", i.options(), true, true, i.rowAge()));

        assertEquals(
                "clip_index",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, given))
                        .subject());
    }

    @Test
    void doesNotApplyWithoutIndexes() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, Given.fresh(), "2.7.5")
                        .status());
    }

    @Test
    void doesNotApplyWhereImmichFindsNoExtension() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, Given.pgvectors(), "3.0.0")
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = halfWay().historyHidden();

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_INDEX_OF_OTHER_METHOD, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(halfWay());
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "an index has the access method of another extension",
                Check.VECTOR_INDEX_OF_OTHER_METHOD,
                Set.of(),
                Outcome.MIGRATES,
                Story::vchord,
                p -> {
                    p.database()
                            .roleExecute(
                                    "DROP INDEX clip_index",
                                    "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)");
                    p.where(
                            "Restart Immich at a time of your choice. It then builds the index, which locks the table and"
                                    + " can take long: do not interrupt it.",
                            () -> p.database()
                                    .roleExecute(
                                            "DROP INDEX clip_index",
                                            "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                                    + " vector_cosine_ops)"));
                }));
    }
}
