package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.Dependent.Kind;
import dev.immichpg.check.Changed;
import dev.immichpg.ledger.InTheWay;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Issue 16: what the migrations of an upgrade find. */
class ApplyToSchemaTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();

    private static Forecast forecast(Given given, String from, String to) {
        return StartUp.replay(
                given.snapshot(),
                Expectation.of(
                        ReleasesFile.builtIn(),
                        new ImmichVersion(Optional.of(Version.of(to)), Source.CONFIGURED, false),
                        Optional.empty()),
                Optional.of(Version.of(from)));
    }

    private static Given of(String migration) {
        return Given.vchord().newestMigration(migration).versionHistory("1.135.3");
    }

    @Test
    void theMigrationsOfAnUpgradeAreNamed() {
        Forecast forecast = forecast(Given.vchord(), "2.7.5", "3.0.0");

        assertEquals(Outcome.MIGRATES, forecast.outcome(), forecast::sentence);
        assertTrue(
                forecast.sentence()
                        .contains("Immich runs 17 migrations: 1776217577402-DropAuditTable, "
                                + "1776263790468-DropDeviceIdAndDeviceAssetId, "),
                forecast::sentence);
        assertTrue(
                forecast.sentence().contains(", and 5 others up to 1782414436633-AddPluginMethodAllowedHosts."),
                forecast::sentence);
    }

    /** Kysely reads both columns whether or not there is anything to run. */
    @Test
    void aColumnOfTheListOfMigrationsThatIsMissingStopsEachStart() {
        Given given = Given.vchord().structure(s -> Changed.withTable(s, "kysely_migrations"));
        for (String release : List.of("2.7.5", "3.0.0")) {
            Forecast forecast = forecast(given, "2.7.5", release);
            assertEquals(Outcome.BLOCKED, forecast.outcome(), forecast::sentence);
            assertTrue(
                    forecast.sentence()
                            .contains("Column name of kysely_migrations is missing. Immich reads it at each start."),
                    forecast::sentence);
        }
    }

    /** Issue 14: it is inserted only if the row of the lock is missing, which the agent does not read. */
    @Test
    void aColumnOfTheLockThatIsMissingLeavesTheStartUnknown() {
        Given given = Given.vchord().structure(s -> Changed.withTable(s, "kysely_migrations_lock"));
        given.table("kysely_migrations_lock");
        Forecast forecast = forecast(given, "2.7.5", "2.7.5");

        assertEquals(Outcome.UNKNOWN, forecast.outcome(), forecast::sentence);
        assertTrue(
                forecast.sentence()
                        .contains(
                                "Column is_locked of kysely_migrations_lock is missing. Immich stops if the row of its"
                                        + " lock, which the agent does not read, is missing too."),
                forecast::sentence);
    }

    /** Issue 14: an upgrade may write there, with ON CONFLICT. */
    @Test
    void settingsWithoutTheirKeyLeaveAnUpgradeUnknown() {
        Given given = Given.vchord()
                .table("system_metadata")
                .structure(Changed.table("system_metadata", t -> Changed.withoutConstraint(t, "system_metadata_pkey")));

        assertEquals(Outcome.UNKNOWN, forecast(given, "2.7.5", "3.0.0").outcome());
        assertEquals(Outcome.STARTS, forecast(given, "2.7.5", "2.7.5").outcome());
    }

    /** How the migrations end without it was tried, and is said. */
    @Test
    void aStartWithoutATableWasNotTried() {
        Given given = Given.vchord().structure(Changed.table("stack", t -> null));
        Forecast restart = forecast(given, "2.7.5", "2.7.5");
        assertEquals(Outcome.UNKNOWN, restart.outcome(), restart::sentence);
        assertTrue(
                restart.sentence().contains("Table stack is missing. Whether Immich starts without it is not known."),
                restart::sentence);
        Forecast upgrade = forecast(given, "2.7.5", "3.0.0");
        assertTrue(
                upgrade.steps()
                        .toString()
                        .contains("Table stack is missing. Immich's migrations run, and do not mend it."),
                upgrade::sentence);
    }

    @Test
    void aTableThatIsReadAtEachStart() {
        for (String table : List.of("version_history", "system_metadata")) {
            Given given = Given.vchord().withoutRelation(table).structure(Changed.table(table, t -> null));
            Forecast restart = forecast(given, "2.7.5", "2.7.5");
            assertEquals(Outcome.BLOCKED, restart.outcome(), restart::sentence);
            assertEquals(Outcome.BLOCKED, forecast(given, "2.7.5", "3.0.0").outcome());
        }
    }

    @Test
    void theColumnThatTellsTheLastVersionIsReadAtEachStart() {
        Given given =
                Given.vchord().structure(Changed.table("version_history", t -> Changed.withoutColumn(t, "createdAt")));
        assertEquals(Outcome.BLOCKED, forecast(given, "2.7.5", "2.7.5").outcome());
        assertEquals(Outcome.BLOCKED, forecast(given, "2.7.5", "3.0.0").outcome());
    }

    @Test
    void aRuleOfSomebodyElsesIsUnknown() {
        Given given = Given.vchord().structure(Changed.with(new Dependent(Kind.RULE, "mine", "kysely_migrations", "")));
        Forecast forecast = forecast(given, "2.7.5", "3.0.0");
        assertEquals(Outcome.UNKNOWN, forecast.outcome(), forecast::sentence);
    }

    @Test
    void whatAMigrationNamesAndIsMissingStopsIt() {
        Forecast forecast = forecast(
                of("1752250924342-UserMetadataSync")
                        .structure(Changed.table(
                                "albums", t -> Changed.withoutIndex(t, "IDX_05895aa505a670300d4816debc"))),
                "1.135.3",
                "1.136.0");

        assertEquals(Outcome.BLOCKED, forecast.outcome(), forecast::sentence);
        assertTrue(
                forecast.sentence()
                        .contains("Migration 1752267649968-StandardizeNames stops at it: relation"
                                + " \"IDX_05895aa505a670300d4816debc\" does not exist (42P01)."),
                forecast::sentence);
    }

    @Test
    void whatNoMigrationTouchesIsAWarning() {
        Forecast forecast = forecast(
                Given.vchord().structure(Changed.table("tag", t -> Changed.withoutIndex(t, "tag_updateId_idx"))),
                "2.7.5",
                "3.0.0");

        assertEquals(Outcome.MIGRATES, forecast.outcome(), forecast::sentence);
        assertEquals(
                "structure", forecast.steps(ForecastStep.Effect.WARNS).get(0).rule());
    }

    @Test
    void severalDamagesAreUnknown() {
        Given given = Given.vchord();
        for (String column : List.of("color", "value")) {
            given.structure(Changed.table("tag", t -> Changed.withoutColumn(t, column)));
        }
        assertEquals(Outcome.UNKNOWN, forecast(given, "2.7.5", "3.0.0").outcome());
        assertEquals(Outcome.STARTS, forecast(given, "2.7.5", "2.7.5").outcome());
    }

    @Test
    void whatWasNotReadIsUnknownForAnUpgradeOnly() {
        Given given = Given.vchord()
                .structure(new Structure(false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));

        assertEquals(Outcome.UNKNOWN, forecast(given, "2.7.5", "3.0.0").outcome());
        assertEquals(Outcome.STARTS, forecast(given, "2.7.5", "2.7.5").outcome());
    }

    @Test
    void aViewOfAColumnThatIsDroppedStopsTheMigration() {
        Given given =
                Given.vchord().structure(Changed.with(new Dependent(Kind.VIEW, "reports.photos", "asset", "deviceId")));

        assertEquals(Outcome.BLOCKED, forecast(given, "2.7.5", "3.0.0").outcome());
        assertEquals(Outcome.STARTS, forecast(given, "2.7.5", "2.7.5").outcome());
    }

    /** From 1.132 on: what is renamed keeps its views, and what gets another type does not. */
    @Test
    void aViewOfEachTableIsFollowedThroughItsNames() {
        assertEquals(
                List.of(),
                InTheWay.of(
                        viewOf("users", "id"), LEDGER, 26, LEDGER.migrations().size() - 1));
        assertEquals(
                List.of(
                        "View photos depends on column duration of assets. Migration 1777667825574-ChangeDurationToInteger"
                                + " stops at it: cannot alter type of a column used by a view or rule (0A000)."),
                InTheWay.of(
                                viewOf("assets", "duration"),
                                LEDGER,
                                26,
                                LEDGER.migrations().size() - 1)
                        .stream()
                        .map(InTheWay::sentence)
                        .toList());
    }

    private static Structure viewOf(String table, String column) {
        return Changed.with(new Dependent(Kind.VIEW, "photos", table, column)).apply(LEDGER.after(26));
    }
}
