package dev.immichpg.check;

import static dev.immichpg.check.Check.COLLATION_OUTDATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CollationOutdatedTest implements CheckTest {

    @Test
    void anotherLibraryUnderTheDatabaseIsAProblem() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(COLLATION_OUTDATED, Given.vchord().databaseCollation("2.31", "2.36")));

        assertEquals("immich", finding.subject());
        assertEquals(
                "The default collation of database immich had version 2.31, and now has version 2.36.",
                finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "REBUILD_INDEX SUPERUSER: REINDEX DATABASE immich;",
                        "REBUILD_INDEX SUPERUSER: ALTER DATABASE immich REFRESH COLLATION VERSION;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** Issue 15: from musl, which has no versions. Postgres refuses to REFRESH what was never recorded. */
    @Test
    void whereNoneWasRecordedOnlyTheIndexesAreBuiltAnew() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(COLLATION_OUTDATED, Given.vchord().databaseCollation("", "2.36")));

        assertEquals(
                "The default collation of database immich had no version when the database was made, and now has version"
                        + " 2.36.",
                finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "REBUILD_INDEX SUPERUSER: REINDEX DATABASE immich;",
                        "START_IMMICH PERSON: Start Immich.",
                        "ADVICE PERSON: Postgres cannot record that this was done, and refuses REFRESH COLLATION VERSION here."
                                + " Mute collation-outdated for this database afterwards; a dump and restore ends it."),
                Judged.remedy(finding));
    }

    /** Issue 15: what a new database is copied from. */
    @Test
    void template1IsRefreshedItself() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(COLLATION_OUTDATED, Given.vchord().templateCollation("2.31", "2.36")));

        assertEquals("template1", finding.subject());
        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE template1 REFRESH COLLATION VERSION;",
                Judged.remedy(finding).get(0));
        assertEquals(
                Status.OK,
                Judged.judge(COLLATION_OUTDATED, Given.vchord().templateCollation("", "2.36"))
                        .status());
    }

    @Test
    void aNameThatMustBeQuotedIs() {
        Given given = Given.vchord()
                .database(d -> Given.aDatabase("Photo base", "immich", true, true, true))
                .databaseCollation("153.14", "153.120");

        assertEquals(
                "REBUILD_INDEX SUPERUSER: REINDEX DATABASE \"Photo base\";",
                Judged.remedy(Judged.onlyFinding(Judged.judge(COLLATION_OUTDATED, given)))
                        .get(1));
    }

    @Test
    void soIsOneUnderACollationThatIsUsedByName() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                COLLATION_OUTDATED, Given.vchord().collation("pg_catalog.\"de-x-icu\"", "153.14", "153.120")));

        assertEquals("pg_catalog.\"de-x-icu\"", finding.subject());
        assertEquals(
                "REBUILD_INDEX SUPERUSER: ALTER COLLATION pg_catalog.\"de-x-icu\" REFRESH VERSION;",
                Judged.remedy(finding).get(2));
    }

    /** A snapshot may come from anywhere: what is no name as Postgres quotes it becomes one. */
    @Test
    void aCollationIsANameAndNothingMore() {
        Given given =
                Given.vchord().collation("public.\"a\u202eb\"", "1", "2").collation("x; DROP ROLE y;--", "1", "2");

        assertEquals(
                List.of(
                        "REBUILD_INDEX SUPERUSER: ALTER COLLATION public.U&\"a\\202Eb\" REFRESH VERSION;",
                        "REBUILD_INDEX SUPERUSER: ALTER COLLATION \"x; DROP ROLE y;--\" REFRESH VERSION;"),
                Judged.judge(COLLATION_OUTDATED, given).findings().stream()
                        .map(finding -> Judged.remedy(finding).get(2))
                        .toList());
    }

    @Test
    void quietWhereTheLibraryIsTheSame() {
        assertEquals(
                Status.OK,
                Judged.judge(COLLATION_OUTDATED, Given.pgvectors().historyHidden())
                        .status());
    }

    @Test
    void postgres14RecordsOnlyThoseThatAreUsedByName() {
        Given given = Given.vchord().server(140_018).databaseCollationHidden();

        Verdict verdict = Judged.judge(COLLATION_OUTDATED, given);

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("Postgres 14 does not record the version of a database's collation.", verdict.note());
        assertEquals(
                Status.OK,
                Judged.judge(COLLATION_OUTDATED, given.collation("public.german", "1", "1"))
                        .status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(COLLATION_OUTDATED, given.collation("public.french", "1", "2"))
                        .status());
    }

    @Test
    void whatCouldNotBeReadIsUnknown() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(COLLATION_OUTDATED, Given.vchord().databaseCollationHidden())
                        .status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().databaseCollation("2.31", "2.36"));
    }

    /** The test servers' own locale is C, which has no version: a collation of ICU that a table uses has one. */
    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "ICU was updated under a collation",
                Check.COLLATION_OUTDATED,
                Set.of(),
                Outcome.STARTS,
                server -> {
                    var database = Story.vchord(server);
                    database.superuserExecute(
                            "CREATE COLLATION public.\"Grün\" (provider = icu, locale = 'de')",
                            "CREATE TABLE public.names (name text COLLATE public.\"Grün\" PRIMARY KEY)",
                            "ALTER TABLE public.names OWNER TO \"" + database.role() + "\"");
                    return database;
                },
                p -> p.database()
                        .superuserExecute("UPDATE pg_collation SET collversion = '1' WHERE collname = 'Grün'")));
    }
}
