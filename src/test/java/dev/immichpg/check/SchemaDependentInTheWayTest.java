package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.Dependent.Kind;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDependentInTheWayTest implements CheckTest {

    private static final Check CHECK = Check.SCHEMA_DEPENDENT_IN_THE_WAY;

    /** Release 3.0.0 drops that column, and the database is of 2.7. */
    private static Given with(Kind kind, String table, String column) {
        return Given.vchord().structure(Changed.with(new Dependent(kind, "photos", table, column)));
    }

    @Test
    void namesTheViewAndTheMigration() {
        assertEquals(
                "View photos depends on column deviceId of asset. Migration 1776263790468-DropDeviceIdAndDeviceAssetId stops at"
                        + " it: cannot drop column deviceId of table asset because other objects depend on it (2BP01).",
                Judged.onlyFinding(Judged.judge(CHECK, with(Kind.VIEW, "asset", "deviceId"), "3.0.0"))
                        .observed());
    }

    /** It goes before Immich starts. Nobody is told to drop a table, be it Immich's or somebody's. */
    @Test
    void whatIsInTheWayGoesAndNoRowsWithIt() {
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "GRANT PERSON: Save the definition of view photos (pg_dump --schema-only prints it), and drop it.",
                        "START_IMMICH PERSON: Start Immich.",
                        "CLEAR_AWAY PERSON: Make view photos again for the changed tables, if you need it."),
                remedy(with(Kind.VIEW, "asset", "deviceId")));
        assertEquals(
                "GRANT PERSON: As the owner of publication photos, save its definition, and take the table out of it:"
                        + " ALTER PUBLICATION photos DROP TABLE public.asset",
                remedy(with(Kind.PUBLICATION, "asset", "deviceId")).get(1));
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "GRANT PERSON: Take a backup. Then make table asset an ordinary table again, with all of its rows:"
                                + " nobody has tried Immich's migrations on a partitioned one.",
                        "START_IMMICH PERSON: Start Immich."),
                remedy(with(Kind.PARTITIONED, "asset", "")));
        assertEquals(
                "GRANT PERSON: As its owner, let table asset inherit from table photos no longer. It keeps its columns and"
                        + " rows: ALTER TABLE public.asset NO INHERIT photos",
                remedy(with(Kind.INHERITED_COLUMN, "asset", "deviceId")).get(1));
        assertEquals(
                "GRANT PERSON: Table photos inherits from audit, so Immich sees its rows there. If they are Immich's, move"
                        + " them to audit. Then, as its owner: ALTER TABLE photos NO INHERIT public.audit",
                remedy(with(Kind.TABLE, "audit", "")).get(1));
        for (Kind kind : List.of(Kind.TABLE, Kind.PARTITIONED, Kind.INHERITED_COLUMN)) {
            assertFalse(
                    remedy(with(kind, "asset", kind == Kind.PARTITIONED ? "" : "deviceId"))
                            .toString()
                            .contains("drop"),
                    kind::name);
        }
    }

    private static List<String> remedy(Given given) {
        return Judged.remedy(Judged.onlyFinding(Judged.judge(CHECK, given, "3.0.0")));
    }

    @Test
    void aTableThatIsDroppedIsHeldByAKeyAndNotByItsOwnRule() {
        assertEquals(
                Status.PROBLEM,
                Judged.judge(CHECK, with(Kind.FOREIGN_KEY, "audit", "id"), "3.0.0")
                        .status());
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.RULE, "audit", "id"), "3.0.0").status());
    }

    @Test
    void anInheritedColumnCannotBeDropped() {
        assertEquals(
                "Column deviceId of asset is inherited from table photos. Migration"
                        + " 1776263790468-DropDeviceIdAndDeviceAssetId stops at it: cannot drop or rename inherited column"
                        + " \"deviceId\" (42P16).",
                Judged.onlyFinding(Judged.judge(CHECK, with(Kind.INHERITED_COLUMN, "asset", "deviceId"), "3.0.0"))
                        .observed());
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.INHERITED_COLUMN, "asset", "id"), "3.0.0")
                        .status());
    }

    /** Nobody has tried the migrations on it. */
    @Test
    void aPartitionedTableThatAMigrationChanges() {
        assertEquals(
                "Table asset is partitioned. Migration 1776263790468-DropDeviceIdAndDeviceAssetId changes it, and was tried"
                        + " on a table that is not.",
                Judged.onlyFinding(Judged.judge(CHECK, with(Kind.PARTITIONED, "asset", ""), "3.0.0"))
                        .observed());
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.PARTITIONED, "memory", ""), "3.0.0")
                        .status());
    }

    @Test
    void quietWithoutAnUpgrade() {
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.VIEW, "asset", "deviceId")).status());
    }

    @Test
    void quietOnAViewOfWhatStays() {
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.VIEW, "asset", "id"), "3.0.0").status());
    }

    /** Nobody knows which release it is. Nothing is in the way of any, or something of some. */
    @Test
    void withoutAReleaseItIsUnknownOnlyWhereSomethingIsInTheWay() {
        assertEquals(
                Status.OK,
                Judged.judge(CHECK, with(Kind.VIEW, "asset", "id").historyHidden())
                        .status());
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(CHECK, with(Kind.VIEW, "asset", "deviceId").historyHidden())
                        .status());
    }

    @Test
    void doesNotApplyBeforeTheLedger() {
        assertEquals(
                Status.NOT_APPLICABLE, Judged.judge(CHECK, Given.pgvectors()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(with(Kind.VIEW, "asset", "deviceId"), "3.0.0");
    }

    /** SchemaStoriesIT plays it on a whole database. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
