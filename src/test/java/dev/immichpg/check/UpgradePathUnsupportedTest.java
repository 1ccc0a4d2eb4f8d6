package dev.immichpg.check;

import static dev.immichpg.check.Check.UPGRADE_PATH_UNSUPPORTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradePathUnsupportedTest implements CheckTest {

    /** FailureMode.UPGRADE_PATH: from 1.131 straight to 2.7. */
    @Test
    void aDatabaseThatIsTooOldIsAProblem() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, Given.pgvectors().versionHistory("1.131.3"), "2.7.5"));

        assertEquals("Immich 2.7.5", finding.subject());
        assertEquals(
                "Immich 1.131.3 ran here last, and from 1.137.0 on Immich only upgrades a database on which 1.132.0 to"
                        + " 1.136.0 has run.",
                finding.observed());
        assertEquals(
                "Expected one of those to have run: Immich 2.7.5 does not start (Invalid upgrade path).",
                finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RUN_OTHER_RELEASE PERSON: Run Immich 1.136.0 until it has started, and stop it again.",
                        "RUN_OTHER_RELEASE PERSON: Ask this agent again before you start Immich 2.7.5: the database has"
                                + " changed.",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** Before 1.117.0 there was no version_history; and what is hidden does not matter. */
    @Test
    void itsTablesAreEnoughToTell() {
        Given given = Given.pgvectors().withoutRelation("version_history").historyHidden();

        assertEquals(
                "No Immich since 1.132.0 has run here, and from 1.137.0 on Immich only upgrades a database on which"
                        + " 1.132.0 to 1.136.0 has run.",
                Judged.onlyFinding(Judged.judge(UPGRADE_PATH_UNSUPPORTED, given, "1.137.0"))
                        .observed());
    }

    @ParameterizedTest
    @CsvSource({"1.118.2, OK", "1.136.0, OK", "1.137.0-rc.1, OK", "1.137.0, PROBLEM", "3.3.0, PROBLEM"})
    void onlyFrom1_137On(String immich, Status expected) {
        assertEquals(
                expected,
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, Given.pgvectors(), immich)
                        .status());
    }

    @Test
    void quietWhereOneOfTheBridgeHasRun() {
        Given given = Given.pgvectors().versionHistory("1.132.3").table("kysely_migrations");

        assertEquals(
                Status.OK,
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, given, "2.7.5").status());
        assertEquals(
                Status.OK,
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, Given.vchord()).status());
    }

    @Test
    void doesNotApplyToAFreshDatabase() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, Given.fresh(), "3.0.0").status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(UPGRADE_PATH_UNSUPPORTED, Given.pgvectors().historyHidden())
                        .status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.pgvectors(), "2.7.5");
    }

    /** The agent must be told of the release that is to start: MigrationsIT tells this story. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
