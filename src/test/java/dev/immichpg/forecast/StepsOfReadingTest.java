package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.TableGuard.Kind;
import dev.immichpg.catalog.Structure;
import dev.immichpg.check.Changed;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a start reads and writes without a migration, is not there, or refuses. */
class StepsOfReadingTest {

    private static final String REFUSES =
            " of version_history has no default and takes no null, and Immich gives it no value.";

    private static Relation elsewhere(String name) {
        return new Relation("photos", name, "immich", true, true, true, true, false, 10);
    }

    private static List<String> certain(Given given) {
        return Starts.told(LackingAtStart.certain(Starts.of("2.7.5", given)));
    }

    private static List<String> ofLock(Given given) {
        return Starts.told(LackingAtStart.ofLock(Starts.of("2.7.5", given)));
    }

    private static Optional<String> table(Given given) {
        StartProgress start = Starts.of("2.7.5", given);
        return LackingAtStart.table(start, start.schema());
    }

    @Test
    void aColumnOrATableThatEachStartReadsStopsIt() {
        assertEquals(
                List.of("BLOCKS structure: Column value of system_metadata is missing. Immich reads it at each start."
                        + " [schema-column-missing]"),
                certain(Given.vchord()
                        .structure(Changed.table("system_metadata", t -> Changed.withoutColumn(t, "value")))));
        assertEquals(
                List.of("BLOCKS structure: Table system_metadata is missing. Immich reads it at each start."
                        + " [schema-table-missing]"),
                certain(Given.vchord()
                        .withoutRelation("system_metadata")
                        .structure(Changed.table("system_metadata", t -> null))));
        assertEquals(
                List.of(),
                certain(Given.vchord()
                        .structure(Changed.table("stack", t -> null))
                        .structure(Changed.table("asset", t -> Changed.withoutColumn(t, "value")))
                        .structure(Changed.table("version_history", t -> Changed.withoutColumn(t, "id")))));
    }

    @Test
    void ofATableInAnotherSchemaOtherStepsTell() {
        Given given = Given.vchord()
                .withoutRelation("system_metadata")
                .structure(Changed.table("system_metadata", t -> null));

        assertEquals(List.of(), certain(given.addRelation(elsewhere("system_metadata"))));
        assertEquals(Optional.empty(), table(given));
    }

    @Test
    void anotherTableInAnotherSchemaIsNotIt() {
        Given given = Given.vchord()
                .withoutRelation("system_metadata")
                .structure(Changed.table("system_metadata", t -> null))
                .addRelation(elsewhere("stack"));

        assertEquals(1, certain(given).size());
        assertEquals(
                Optional.of("Table system_metadata is missing. Whether Immich starts without it is not known."),
                table(given));
    }

    /** Of its own steps, which Immich takes at each start. */
    @Test
    void aTableOfVectorsIsNoneOfThose() {
        assertEquals(
                Optional.empty(),
                table(Given.vchord()
                        .structure(Changed.table("smart_search", t -> null))
                        .structure(Changed.table("face_search", t -> null))));
        assertEquals(
                Optional.of("Table stack is missing. Whether Immich starts without it is not known."),
                table(Given.vchord().structure(Changed.table("stack", t -> null))));
        assertEquals(
                Optional.empty(),
                table(Given.vchord().structure(Changed.table("stack", t -> Changed.withoutColumn(t, "id")))));
    }

    @Test
    void onlyTheLocksOwnColumnLeavesItUnknown() {
        Given lock = Given.vchord()
                .structure(s -> Changed.withTable(s, "kysely_migrations_lock"))
                .table("kysely_migrations_lock");

        assertEquals(
                List.of(
                        "UNKNOWN structure: Column is_locked of kysely_migrations_lock is missing. Immich stops if the row of"
                                + " its lock, which the agent does not read, is missing too. [schema-column-missing]"),
                ofLock(lock));
        assertEquals(
                List.of(),
                ofLock(Given.vchord()
                        .structure(Changed.table("stack", t -> null))
                        .structure(Changed.table("asset", t -> Changed.withoutColumn(t, "id")))));
    }

    @Test
    void whetherAReleaseIsWrittenDownIsNotKnownWhereTheHistoryIsHidden() {
        Given refuses =
                Given.vchord().guard("version_history", Kind.REQUIRED_COLUMN, "mine", "INSERT", Optional.of(false));

        assertEquals(List.of(), recorded("2.7.5", refuses));
        assertEquals(
                List.of(
                        "UNKNOWN version history: Column mine" + REFUSES
                                + " Immich inserts into it unless the same release has started here last. [start-table-refuses]"),
                recorded("2.7.5", refuses.historyHidden()));
        assertEquals(
                List.of(),
                recorded(
                        "2.7.5",
                        Given.vchord()
                                .historyHidden()
                                .guard("version_history", Kind.TRIGGER, "mine", "INSERT", Optional.empty())));
    }

    /** What cannot be written stops Immich there; of what may be written, the next one is told too. */
    @Test
    void theTablesOfAnUpgradeAreToldUpToTheOneThatStopsIt() {
        Given given = Given.vchord()
                .newestMigration("1750694237564-AlbumAssetAuditTable")
                .guard("version_history", Kind.REQUIRED_COLUMN, "mine", "INSERT", Optional.of(false));
        String version = "BLOCKS version history: Column mine" + REFUSES
                + " Immich inserts into it when it is upgraded. [start-table-refuses]";

        assertEquals(List.of(version), recorded("1.134.0", given));
        List<String> doubt = recorded(
                "1.134.0", given.guard("kysely_migrations", Kind.TRIGGER, "audit", "INSERT", Optional.empty()));
        assertEquals(2, doubt.size(), doubt::toString);
        assertEquals("UNKNOWN", doubt.get(0).substring(0, 7));
        assertEquals(version, doubt.get(1));
        List<String> stops = recorded(
                "1.134.0", given.guard("kysely_migrations", Kind.REQUIRED_COLUMN, "b", "INSERT", Optional.of(false)));
        assertEquals(1, stops.size(), stops::toString);
        assertEquals(
                "BLOCKS version history: Column b of kysely_migrations",
                stops.get(0).substring(0, 53));
    }

    /** 2.5.1 brought none; whether those of an unknown history are any is not known. */
    @Test
    void anUpgradeWithoutMigrationsWritesOnlyItsVersion() {
        Given given = Given.vchord()
                .newestMigration("1768336661963-CreateAssetEditTable")
                .guard("kysely_migrations", Kind.REQUIRED_COLUMN, "mine", "INSERT", Optional.of(false));
        String refused =
                "BLOCKS version history: Column mine of kysely_migrations has no default and takes no null, and Immich"
                        + " gives it no value. Immich inserts into it when it is upgraded. [start-table-refuses]";

        assertEquals(
                List.of(),
                recorded(
                        "2.7.4",
                        Given.vchord()
                                .guard(
                                        "kysely_migrations",
                                        Kind.REQUIRED_COLUMN,
                                        "mine",
                                        "INSERT",
                                        Optional.of(false))));
        assertEquals(List.of(refused), recorded("2.5.0", given));
        assertEquals(
                List.of(),
                Starts.told(new RecordVersion()
                        .take(Starts.of(
                                "1.116.2",
                                "1.116.1",
                                Given.pgvectors()
                                        .guard(
                                                "version_history",
                                                Kind.REQUIRED_COLUMN,
                                                "a",
                                                "INSERT",
                                                Optional.of(false))))));
    }

    private static List<String> reading(Given given) {
        return Starts.told(new ReadMigrationTables().take(Starts.of("2.7.5", given)));
    }

    @Test
    void rowsThatMayBeHiddenAreInDoubt() {
        Given depends = Given.vchord()
                .guard("version_history", Kind.ROW_SECURITY, "", "", Optional.empty())
                .guard("version_history", Kind.PERMISSIVE_POLICY, "some", "SELECT", Optional.empty());

        assertEquals(
                List.of(
                        "UNKNOWN row security: Row level security of table version_history is in force for role immich. Which"
                                + " rows it is allowed to read depends on the expressions of the policies. Immich reads it at each"
                                + " start. [row-security-in-force]"),
                reading(depends));
        assertEquals(
                List.of(
                        "BLOCKS row security: Row level security of table version_history is in force for role immich, and no"
                                + " policy lets it read a row. Immich reads it at each start, and stops. [row-security-in-force]"),
                reading(Given.vchord()
                        .guard("version_history", Kind.ROW_SECURITY, "", "", Optional.empty())
                        .guard("version_history", Kind.PERMISSIVE_POLICY, "writers", "INSERT", Optional.of(true))));
        assertEquals(
                List.of(),
                reading(Given.vchord()
                        .guard("version_history", Kind.ROW_SECURITY, "", "", Optional.empty())
                        .guard("version_history", Kind.PERMISSIVE_POLICY, "readers", "SELECT", Optional.of(true))
                        .guard("version_history", Kind.RESTRICTIVE_POLICY, "writers", "INSERT", Optional.of(false))));
    }

    /** Immich makes it again, and its role owns it then. */
    @Test
    void aLockThatIsNotThereDeniesNothing() {
        String denied =
                "UNKNOWN ownership: Role immich is not allowed to insert into table kysely_migrations_lock. That stops"
                        + " Immich if the row of its lock, which the agent does not read, is missing. [start-table-refuses]";

        assertEquals(List.of(), reading(Given.vchord().unwritable("kysely_migrations_lock")));
        assertEquals(
                List.of(denied),
                reading(Given.vchord().table("kysely_migrations_lock").unwritable("kysely_migrations_lock")));
    }

    private static List<String> metadata(Given given) {
        return Starts.told(new WriteMetadata().take(Starts.of("2.7.5", "2.7.4", given.table("system_metadata"))));
    }

    @Test
    void onlyWhatIsWrongWithItsOwnTableKeepsMetadataFromBeingWritten() {
        String more = " Immich writes there what it finds new when it starts.";

        assertEquals(List.of(), metadata(Given.vchord()));
        assertEquals(List.of(), metadata(Given.vchord().unwritable("asset")));
        assertEquals(
                List.of("UNKNOWN system metadata: Role immich is not allowed to write to table system_metadata." + more
                        + " [object-owned-by-other]"),
                metadata(Given.vchord().unwritable("system_metadata")));
        assertEquals(
                List.of(
                        "UNKNOWN system metadata: Key system_metadata_pkey of system_metadata is missing, and ON CONFLICT needs"
                                + " it." + more + " [schema-key-missing]"),
                metadata(Given.vchord().structure(withoutKey("system_metadata", "system_metadata_pkey"))));
        assertEquals(List.of(), metadata(Given.vchord().structure(withoutKey("stack", "stack_pkey"))));
    }

    private static UnaryOperator<Structure> withoutKey(String table, String key) {
        return Changed.table(table, t -> Changed.withoutIndex(Changed.withoutConstraint(t, key), key));
    }

    private static List<String> recorded(String last, Given given) {
        return Starts.told(new RecordVersion().take(Starts.of("2.7.5", last, given)));
    }
}
