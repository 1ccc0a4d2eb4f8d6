package dev.immichpg.check;

import static dev.immichpg.check.Check.IMMICH_OLDER_THAN_DATABASE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImmichOlderThanDatabaseTest implements CheckTest {

    /** FailureMode.DATABASE_NEWER_THAN_IMMICH: a downgrade, which the operator has also told the agent. */
    @Test
    void migrationsThatTheConfiguredReleaseDoesNotKnow() {
        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_OLDER_THAN_DATABASE, Given.vchord(), "2.6.3"));

        assertEquals("Immich 2.6.3", finding.subject());
        assertEquals("This database has migrations of Immich 2.7.0.", finding.observed());
        assertEquals(
                "Expected only migrations that Immich 2.6.3 knows: it does not start if there are others.",
                finding.expected());
        assertEquals(
                List.of(
                        "RUN_OTHER_RELEASE PERSON: Run Immich 2.7.0 or a newer release. The only way back to 2.6.3 is"
                                + " a backup taken before the upgrade.",
                        "ADVICE PERSON: If Immich is already newer, correct the setting immich-version, or remove it:"
                                + " then version_history tells."),
                Judged.remedy(finding));
    }

    /**
     * A newer one has migrated and then failed to start: it does not stand in version_history
     * (immich-and-postgres.md#version-history-is-success).
     */
    @Test
    void migrationsOfANewerOneThanTheLastThatStarted() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                IMMICH_OLDER_THAN_DATABASE,
                Given.vchord().newestMigration("1784836013770-MinFacePreferenceMigration")));

        assertEquals("This database has migrations of Immich 3.1.0.", finding.observed());
        assertEquals(1, finding.remedy().steps().size());
    }

    /** Also where the newer release's start has stopped half-way: its first migration is enough. */
    @ParameterizedTest
    @CsvSource({
        "1782414436633-AddPluginMethodAllowedHosts, 2.7.5, 3.0.0",
        "1784647658615-AddOAuthBearerTokenToSession, 3.0.3, 3.1.0",
        "1787148183730-DeleteMismatchedMemoryAssets, 3.1.0, 3.2.0",
        "1789419229196-ConvertUserOAuthIdEmptyStringToNull, 3.2.4, 3.3.0"
    })
    void theFirstMigrationOfANewerReleaseIsEnough(String migration, String immich, String newer) {
        Finding finding = Judged.onlyFinding(
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, Given.vchord().newestMigration(migration), immich));

        assertEquals("This database has migrations of Immich " + newer + ".", finding.observed());
    }

    /** Migrations tell from below only: within a line that has none of its own an older release starts. */
    @ParameterizedTest
    @CsvSource({"2.7.5, OK", "2.7.0, OK", "2.7.0-rc.1, OK", "2.6.3, PROBLEM", "1.132.0, PROBLEM", "3.3.0, OK"})
    void comparesWithTheFirstReleaseThatHasThem(String immich, Status expected) {
        assertEquals(
                expected,
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, Given.vchord(), immich).status());
    }

    /** issue 14, row 10: of a fork, or of nobody; whatever stands before and after it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"2100000000001-OfAFork", "1750000000000-OfAFork", "1-Old", "it's mine; DROP TABLE \"asset\""})
    void aMigrationThatNoReleaseHas(String name) {
        Given given = Given.vchord().migrations("1775165531374-AddPersonNameTrigramIndex", name);

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_OLDER_THAN_DATABASE, given, "2.7.5"));

        assertEquals(
                "This database has a migration that no release of Immich up to 3.3 has: " + name + ".",
                finding.observed());
        assertEquals(
                "RUN_OTHER_RELEASE PERSON: Run the Immich that made this migration: a newer release, or a fork. The only way"
                        + " back to 2.7.5 is a backup taken before the upgrade.",
                Judged.remedy(finding).get(0));
    }

    /** A patch release may have brought one that the table does not know yet. */
    @ParameterizedTest
    @CsvSource({"3.3.0, PROBLEM", "3.3.1, UNKNOWN", "3.4.0, UNKNOWN", "4.0.0, UNKNOWN", "3.2.9, PROBLEM"})
    void aMigrationAfterTheTablesEnd(String immich, Status expected) {
        Given given = Given.vchord().newestMigration("1799999999999-OfTomorrow");

        assertEquals(
                expected,
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, given, immich).status());
    }

    @Test
    void doesNotApplyBeforeThereWasTheTable() {
        assertEquals(
                "There is no table kysely_migrations, which Immich has had since 1.132.0.",
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, Given.pgvectors()).note());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, Given.fresh(), "2.7.5").status());
    }

    /** A release that has started has run its migrations. */
    @Test
    void issue14TheHistoryProvesItWhereTheMigrationsAreHidden() {
        Given given = Given.vchord().versionHistory("3.0.0").migrationsHidden();

        Finding finding = Judged.onlyFinding(Judged.judge(IMMICH_OLDER_THAN_DATABASE, given, "2.7.5"));

        assertEquals(
                "Immich 3.0.0 ran here last. It has migrations that Immich 2.7.5 does not know.", finding.observed());
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, given, "3.0.0").status());
    }

    @Test
    void unknownWhereTheMigrationsAreHidden() {
        Given given = Given.vchord().historyHidden().login("Mon \"itor\"");

        Verdict verdict = Judged.judge(IMMICH_OLDER_THAN_DATABASE, given, "2.7.5");

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Mon \"itor\" is not allowed to read public.kysely_migrations. Run: GRANT SELECT ON public.kysely_migrations"
                        + " TO \"Mon \"\"itor\"\"\";",
                verdict.note());
    }

    @Test
    void unknownWhereTheyCouldNotBeReadForAnotherReason() {
        Given given = Given.vchord()
                .migrationsHidden()
                .relation(
                        "kysely_migrations",
                        r -> new Relation(r.schema(), r.name(), r.owner(), true, true, true, false, false, 1));

        assertEquals(
                "public.kysely_migrations could not be read at this moment: it is locked, or it is not a plain table of"
                        + " Immich's.",
                Judged.judge(IMMICH_OLDER_THAN_DATABASE, given).note());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord(), "2.5.0");
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                        "a newer Immich has migrated, and was set back",
                        Check.IMMICH_OLDER_THAN_DATABASE,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.migrateTo("3.1.0");
                            p.where(
                                    "Run Immich 3.1.0 or a newer release. The only way back to 2.7.5 is a backup taken before the upgrade.",
                                    () -> p.database()
                                            .roleExecute("INSERT INTO version_history (version) VALUES ('3.1.0')"));
                        })
                .neverOfWhole());
    }
}
