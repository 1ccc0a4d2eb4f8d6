package dev.immichpg.check;

import static dev.immichpg.check.Check.MIGRATIONS_LOST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** issue 14, row 9. */
class MigrationsLostTest implements CheckTest {

    @Test
    void emptyWhileTheTablesAreThere() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(MIGRATIONS_LOST, Given.vchord().migrations()));

        assertEquals("public.kysely_migrations", finding.subject());
        assertEquals(
                "Table kysely_migrations is empty, but Immich's table version_history is there.", finding.observed());
    }

    @Test
    void missingWhileTheTablesAreThere() {
        Given given = Given.vchord().withoutRelation("kysely_migrations").withoutRelation("version_history");

        assertEquals(
                "Table kysely_migrations is missing, but Immich's table smart_search is there.",
                Judged.onlyFinding(Judged.judge(MIGRATIONS_LOST, given, "2.7.5"))
                        .observed());
    }

    /** 1.132.x on a database of TypeORM's: its one migration sees the older table and does nothing. */
    @Test
    void anUpgradeFromTypeOrmIsNoLoss() {
        assertEquals(Status.OK, Judged.judge(MIGRATIONS_LOST, Given.pgvectors()).status());
        assertEquals(
                Status.OK,
                Judged.judge(MIGRATIONS_LOST, Given.pgvectors().versionHistory("1.131.3"), "1.136.0")
                        .status());
    }

    /** But later ones do not look. */
    @Test
    void anOldTableHelpsOnlyUntil1_133() {
        Given given = Given.vchord().migrations().table("migrations");

        assertEquals(
                Status.PROBLEM, Judged.judge(MIGRATIONS_LOST, given, "2.7.5").status());
        assertEquals(
                Status.OK,
                Judged.judge(MIGRATIONS_LOST, given.versionHistory("1.132.3"), "1.136.0")
                        .status());
    }

    /** A start that stopped at its first migration leaves its own two tables behind, and the next one goes on. */
    @Test
    void withoutImmichsTablesNothingIsLost() {
        Given given = Given.fresh().table("kysely_migrations").migrations();

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(MIGRATIONS_LOST, given, "2.7.5").status());
    }

    @Test
    void unknownWhereTheyCannotBeRead() {
        Verdict verdict = Judged.judge(MIGRATIONS_LOST, Given.vchord().historyHidden(), "2.7.5");

        assertEquals(Status.UNKNOWN, verdict.status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().migrations(), "2.7.5");
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "somebody has emptied the list of migrations",
                MIGRATIONS_LOST,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    p.database()
                            .roleExecute("CREATE TABLE saved AS TABLE kysely_migrations", "TRUNCATE kysely_migrations");
                    p.where(
                            "Restore table kysely_migrations from a backup that the same release of Immich has written to"
                                    + " last. If there is none, restore the whole database."
                                    + RemedySteps.WITHOUT_THE_AGENT,
                            () -> p.database()
                                    .roleExecute("INSERT INTO kysely_migrations TABLE saved", "DROP TABLE saved"));
                }));
    }
}
