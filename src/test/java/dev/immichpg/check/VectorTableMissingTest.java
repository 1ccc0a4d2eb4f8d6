package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_TABLE_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorTableMissingTest implements CheckTest {

    private static final String RESTORE =
            "If this database was restored just now, restore the backup again, into a database in which a superuser has"
                    + " created the extensions before. If Immich has run since, restore this table alone, or what Immich has"
                    + " written since is lost."
                    + RemedySteps.WITHOUT_THE_AGENT;

    /** FailureMode.TABLES_NOT_RESTORED. */
    @Test
    void aRestoreThatLostBothTables() {
        Verdict verdict = Judged.judge(VECTOR_TABLE_MISSING, lost(Given.vchord(), "smart_search", "face_search"));

        assertEquals(
                List.of(
                        "Table face_search does not exist, though Immich has run here.",
                        "Table smart_search does not exist, though Immich has run here."),
                verdict.findings().stream().map(Finding::observed).toList());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "GRANT PERSON: " + RESTORE,
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(verdict.findings().get(0)));
    }

    @Test
    void oneOfThemIsEnough() {
        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_TABLE_MISSING, lost(Given.pgvector(), "face_search")));

        assertEquals("face_search", finding.subject());
        assertEquals(
                "Expected it. A restore by a role that is not allowed to create the extensions leaves out what needs"
                        + " them, and ends without an error.",
                finding.expected());
    }

    /** Issue 14: a rebuild would stop at it. */
    @Test
    void aTableWithoutItsColumn() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(VECTOR_TABLE_MISSING, Given.vchord().withoutVectorTable("smart_search")));

        assertEquals("Table smart_search has no column embedding.", finding.observed());
    }

    /** database.md#vector-tables: before 1.107.0 the faces were in asset_faces. */
    @Test
    void thatOfTheFacesDependsOnTheRelease() {
        Given given = lost(Given.pgvectors(), "face_search");

        assertEquals(
                "asset_faces",
                Judged.onlyFinding(Judged.judge(VECTOR_TABLE_MISSING, given, "1.106.4"))
                        .subject());
        given.table("asset_faces");
        assertEquals(
                "face_search",
                Judged.onlyFinding(Judged.judge(VECTOR_TABLE_MISSING, given, "1.107.0"))
                        .subject());
        given.addVectorTable(
                new VectorTable("public", "asset_faces", "vector", "vectors", "vectors", 0, Optional.of(true), true));
        assertEquals(
                Status.OK, Judged.judge(VECTOR_TABLE_MISSING, given, "1.106.4").status());
    }

    @Test
    void whatTheNextStartMakesIsNotMissing() {
        Given given = lost(Given.pgvectors(), "face_search")
                .table("asset_faces")
                .addVectorTable(new VectorTable(
                        "public", "asset_faces", "vector", "vectors", "vectors", 0, Optional.of(true), false));

        assertEquals(
                Status.OK, Judged.judge(VECTOR_TABLE_MISSING, given, "1.107.0").status());
    }

    @Test
    void quietWhereBothAreThere() {
        assertEquals(
                Status.OK, Judged.judge(VECTOR_TABLE_MISSING, Given.pgvectors()).status());
    }

    @Test
    void doesNotApplyToAFreshDatabase() {
        assertEquals(
                "Immich has not made its tables yet.",
                Judged.judge(VECTOR_TABLE_MISSING, Given.fresh(), "3.0.0").note());
    }

    @Test
    void whatEveryReleaseHasIsMissedWithoutKnowingTheRelease() {
        Given given = lost(Given.vchord(), "smart_search", "face_search").historyHidden();

        assertEquals(
                "smart_search",
                Judged.onlyFinding(Judged.judge(VECTOR_TABLE_MISSING, given)).subject());
    }

    @Test
    void unknownWhileTheReleaseIsAndMayHaveAnother() {
        Given given = lost(Given.vchord(), "face_search").historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(VECTOR_TABLE_MISSING, given).status());
    }

    private static Given lost(Given given, String... tables) {
        for (String table : tables) {
            given.withoutRelation(table).withoutIndex(table.equals("face_search") ? "face_index" : "clip_index");
        }
        return given;
    }

    @Override
    public Trouble fires() {
        return Trouble.of(lost(Given.vchord(), "smart_search", "face_search"));
    }

    /** The restore itself is not replayed: what it brings back is made again. */
    @Override
    public List<Story> stories() {
        return List.of(new Story(
                        "a restore has left out the tables of vectors",
                        Check.VECTOR_TABLE_MISSING,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.database().roleExecute("DROP TABLE smart_search, face_search");
                            p.where(
                                    RESTORE,
                                    () -> p.database()
                                            .roleExecute(
                                                    "CREATE TABLE smart_search (\"assetId\" uuid PRIMARY KEY REFERENCES asset,"
                                                            + " embedding vector(512) NOT NULL)",
                                                    "CREATE TABLE face_search (\"faceId\" uuid PRIMARY KEY REFERENCES asset_face,"
                                                            + " embedding vector(512) NOT NULL)",
                                                    "CREATE INDEX clip_index ON smart_search USING vchordrq (embedding"
                                                            + " vector_cosine_ops)",
                                                    "CREATE INDEX face_index ON face_search USING vchordrq (embedding"
                                                            + " vector_cosine_ops)"));
                        })
                // What it restores has not all the names of Immich's constraints.
                .neverOfWhole());
    }
}
