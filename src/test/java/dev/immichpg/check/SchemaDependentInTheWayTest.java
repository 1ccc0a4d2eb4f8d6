package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
