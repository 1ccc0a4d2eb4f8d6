package dev.immichpg.check;

import static dev.immichpg.check.Check.OBJECT_OUTSIDE_PUBLIC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectOutsidePublicTest implements CheckTest {

    @Test
    void theOnlyCopyIsMovedAndTheTrapTakenAway() {
        Given given = Given.vchord()
                .withoutRelation("smart_search")
                .withoutIndex("clip_index")
                .addRelation(table("immich", "smart_search"))
                .addIndex(index("immich", "clip_index"));

        Finding finding = Judged.onlyFinding(Judged.judge(OBJECT_OUTSIDE_PUBLIC, given));

        assertEquals("immich", finding.subject());
        assertEquals(
                "Schema immich has objects with Immich's names: smart_search, clip_index. They are not in schema public.",
                finding.observed());
        assertEquals(
                "Expected Immich's tables and indexes in schema public, and nowhere else: Immich looks for them by name.",
                finding.expected());
        List<String> remedy = Judged.remedy(finding);
        assertEquals("STOP_IMMICH PERSON: Stop Immich.", remedy.get(0));
        assertTrue(
                remedy.get(1)
                        .startsWith(
                                "GRANT SUPERUSER: DO $$DECLARE object pg_catalog.text; BEGIN PERFORM pg_catalog.set_config("
                                        + "'search_path', 'pg_catalog, pg_temp', true); FOR object IN SELECT "),
                remedy.get(1));
        assertTrue(remedy.get(1).contains("WHERE n.nspname = 'immich' AND"), remedy.get(1));
        assertTrue(remedy.get(1).endsWith(" SET SCHEMA public'; END LOOP; END$$;"), remedy.get(1));
        assertEquals(
                List.of("GRANT SUPERUSER: DROP SCHEMA immich;", "START_IMMICH PERSON: Start Immich."),
                remedy.subList(2, remedy.size()));
    }

    @Test
    void aSchemaOfAnotherNameStays() {
        Given given = Given.vchord().withoutRelation("face_search").addRelation(table("it's", "face_search"));

        List<String> remedy = Judged.remedy(Judged.onlyFinding(Judged.judge(OBJECT_OUTSIDE_PUBLIC, given)));

        assertEquals(3, remedy.size());
        assertTrue(remedy.get(1).contains("WHERE n.nspname = 'it''s' AND"), remedy.get(1));
    }

    @Test
    void saysThatThereMayBeMoreThanWasRead() {
        Given given = Given.vchord();
        IntStream.range(0, Snapshot.LONGEST_LIST).forEach(i -> given.addRelation(table("s" + i, "smart_search")));

        assertEquals(
                "Schema s0 has objects with Immich's names: smart_search, and so does schema public. Only the first"
                        + " 500 such objects were looked at.",
                Judged.judge(OBJECT_OUTSIDE_PUBLIC, given).findings().get(0).observed());
    }

    /** A name must not end the statement that it stands in. */
    @Test
    void aNameWithDollarsIsQuotedTwice() {
        Given given = Given.vchord().withoutRelation("face_search").addRelation(table("a$$ ' b", "face_search"));

        String statement = Judged.remedy(Judged.onlyFinding(Judged.judge(OBJECT_OUTSIDE_PUBLIC, given)))
                .get(1);

        assertTrue(
                statement.startsWith("GRANT SUPERUSER: DO 'DECLARE object pg_catalog.text; BEGIN PERFORM "), statement);
        assertTrue(statement.contains("WHERE n.nspname = ''a$$ '''' b'' AND"), statement);
    }

    /** What is moved is what is in this schema, also where its name has more blanks than one, or a break. */
    @Test
    void aNameWithBlanksStaysAsItIs() {
        Given given = Given.vchord()
                .withoutRelation("face_search")
                .addRelation(table("old  photos", "face_search"))
                .addRelation(table("old\nphotos", "face_search"));

        List<String> statements = Judged.judge(OBJECT_OUTSIDE_PUBLIC, given).findings().stream()
                .map(finding -> Judged.remedy(finding).get(1))
                .toList();

        assertTrue(statements.get(0).contains("WHERE n.nspname = U&'old\\000Aphotos' AND"), statements.get(0));
        assertTrue(statements.get(1).contains("WHERE n.nspname = 'old  photos' AND"), statements.get(1));
    }

    /** Postgres lets a name be a blank. */
    @Test
    void aSchemaCalledBlankIsFoundToo() {
        Given given = Given.vchord().withoutRelation("face_search").addRelation(table(" ", "face_search"));

        assertEquals(
                " ",
                Judged.onlyFinding(Judged.judge(OBJECT_OUTSIDE_PUBLIC, given)).subject());
    }

    @Test
    void ofTwoCopiesAPersonDecidesWhichIsTheLiveOne() {
        Given given = Given.vchord()
                .addRelation(table("Old one", "smart_search"))
                .addRelation(table("Old one", "version_history"));

        Finding finding = Judged.onlyFinding(Judged.judge(OBJECT_OUTSIDE_PUBLIC, given));

        assertEquals(
                "Schema Old one has objects with Immich's names: smart_search, version_history, and so does schema"
                        + " public.",
                finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "GRANT PERSON: Find out which copy is the live one, the one in schema \"Old one\" or the one in"
                                + " schema public. Save the other with pg_dump, then drop it or rename it.",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void anIndexAloneIsEnough() {
        Given given = Given.vchord().addIndex(index("old", "clip_index"));

        assertEquals(Status.PROBLEM, Judged.judge(OBJECT_OUTSIDE_PUBLIC, given).status());
    }

    @Test
    void oneFindingForEachSchema() {
        Given given =
                Given.vchord().addRelation(table("b", "kysely_migrations")).addRelation(table("a", "face_search"));

        assertEquals(
                List.of("a", "b"),
                Judged.judge(OBJECT_OUTSIDE_PUBLIC, given).findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    /** Whoever else is in this database may keep tables of such names. */
    @Test
    void commonNamesAloneAreSomebodyElses() {
        Given given = Given.vchord()
                .addRelation(table("recipes", "migrations"))
                .addRelation(table("recipes", "version_history"));

        assertEquals(Status.OK, Judged.judge(OBJECT_OUTSIDE_PUBLIC, given).status());
    }

    /** pgvecto.rs' view is in schema vectors. */
    @Test
    void whatAnExtensionBroughtDoesNotCount() {
        assertEquals(
                Status.OK,
                Judged.judge(OBJECT_OUTSIDE_PUBLIC, Given.pgvectors().historyHidden())
                        .status());
    }

    static Relation table(String schema, String name) {
        return new Relation(schema, name, "immich", true, true, true, true, false, 1);
    }

    private static VectorIndex index(String schema, String name) {
        return new VectorIndex(schema, name, "smart_search", "vchordrq", "", true, true, 500);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().addRelation(table("old", "smart_search")));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "tables are in a schema named like Immich's role",
                        Check.OBJECT_OUTSIDE_PUBLIC,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        ObjectOutsidePublicTest::trap),
                new Story(
                        "a second copy of the vectors is in another schema",
                        Check.OBJECT_OUTSIDE_PUBLIC,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> {
                            p.database()
                                    .roleExecute(
                                            "CREATE SCHEMA old",
                                            "CREATE TABLE old.smart_search AS TABLE public.smart_search");
                            p.where(
                                    "Find out which copy is the live one, the one in schema old or the one in schema public."
                                            + " Save the other with pg_dump, then drop it or rename it.",
                                    () -> p.database().roleExecute("DROP TABLE old.smart_search"));
                        }));
    }

    /** With everything that a schema may hold. */
    private static void trap(Patient patient) {
        String schema = patient.quotedRole();
        patient.database()
                .roleExecute(
                        "CREATE SCHEMA " + schema,
                        "CREATE SEQUENCE \"Odd one\"",
                        "CREATE TYPE \"Sourcetype\" AS ENUM ('exif')",
                        "CREATE TABLE \"Tag\" (id serial PRIMARY KEY, no int GENERATED ALWAYS AS IDENTITY)",
                        "CREATE VIEW tag_view AS SELECT id FROM \"Tag\"",
                        "CREATE FUNCTION tag_count(\"Sourcetype\") RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
                        "ALTER TABLE public.smart_search SET SCHEMA " + schema,
                        "ALTER TABLE public.face_search SET SCHEMA " + schema,
                        "ALTER TABLE public.asset_face SET SCHEMA " + schema);
    }
}
