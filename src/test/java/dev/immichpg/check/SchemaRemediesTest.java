package dev.immichpg.check;

import dev.immichpg.Golden;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said and advised of each kind of damage to schema public, and how the command schema shows it. */
class SchemaRemediesTest {

    private static final Path REMEDIES = Path.of("src/test/resources/dev/immichpg/check/schema-remedies.txt");

    private final Map<String, Given> damages = new LinkedHashMap<>();

    private void damage(String title, UnaryOperator<Structure> change) {
        damages.put(title, Given.vchord().structure(change));
    }

    private static UnaryOperator<Table> constraint(String name, UnaryOperator<Constraint> change) {
        return t -> Changed.constraints(t, c -> c.name().equals(name) ? change.apply(c) : c);
    }

    private static UnaryOperator<Table> index(String name, UnaryOperator<Index> change) {
        return t -> Changed.withIndex(
                Changed.withoutIndex(t, name), change.apply(t.index(name).orElseThrow()));
    }

    private static Constraint changed(Constraint c, String name, String onDelete, boolean valid) {
        return new Constraint(
                name, c.kind(), c.columns(), c.references(), c.referencedColumns(), onDelete, c.onUpdate(), valid);
    }

    private void constraints() {
        damage("a primary key of two columns is gone", without("album_asset", "album_asset_pkey"));
        damage("a unique constraint is gone", without("user", "user_email_uq"));
        damage("a unique constraint of what may be null is gone", without("user", "user_storageLabel_uq"));
        damage("a foreign key is gone", without("album", "album_albumThumbnailAssetId_fkey"));
        damage("a foreign key of two columns is gone", without("activity", "activity_albumId_assetId_fkey"));
        damage("a check constraint is gone", without("activity", "activity_like_check"));
        damage(
                "a foreign key deletes otherwise",
                Changed.table(
                        "album",
                        constraint("album_albumThumbnailAssetId_fkey", c -> changed(c, c.name(), "cascade", true))));
        damage(
                "a foreign key is not valid",
                Changed.table(
                        "album",
                        constraint(
                                "album_albumThumbnailAssetId_fkey", c -> changed(c, c.name(), c.onDelete(), false))));
        damage(
                "a foreign key has another name",
                Changed.table(
                        "album",
                        constraint(
                                "album_albumThumbnailAssetId_fkey", c -> changed(c, "thumbnail", c.onDelete(), true))));
        damage(
                "a primary key has another name",
                Changed.table(
                        "album_asset",
                        constraint("album_asset_pkey", c -> changed(c, "two columns", c.onDelete(), true))));
    }

    private static UnaryOperator<Structure> without(String table, String constraint) {
        return Changed.table(table, t -> Changed.withoutConstraint(t, constraint));
    }

    private void indexes() {
        for (String name : List.of(
                "asset_ownerId_libraryId_checksum_idx",
                "asset_localDateTime_idx",
                "asset_originalFilename_trigram_idx",
                "asset_id_timeline_notDeleted_idx")) {
            damage("index " + name + " is gone", Changed.table("asset", t -> Changed.withoutIndex(t, name)));
        }
        String timeline = "asset_id_timeline_notDeleted_idx";
        damage(
                "an index has another name",
                Changed.table("asset", t -> Changed.renamedIndex(t, timeline, name -> "timeline")));
        damage(
                "an index has another predicate",
                Changed.table(
                        "asset",
                        index(
                                timeline,
                                i -> new Index(i.name(), i.unique(), i.method(), i.keys(), "id IS NOT NULL", true))));
        damage(
                "an index is not valid",
                Changed.table(
                        "asset",
                        index(
                                timeline,
                                i -> new Index(i.name(), i.unique(), i.method(), i.keys(), i.predicate(), false))));
        damage(
                "a unique index is not unique",
                Changed.table(
                        "asset",
                        index(
                                "asset_ownerId_libraryId_checksum_idx",
                                i -> new Index(i.name(), false, i.method(), i.keys(), i.predicate(), true))));
        damage(
                "what a build that was stopped has left",
                Changed.table(
                        "asset",
                        t -> Changed.withIndex(t, new Index("x_ccnew", false, "btree", List.of("id"), "", false))));
        damage(
                "somebody's unique index",
                Changed.table(
                        "asset", t -> Changed.withIndex(t, new Index("mine", true, "btree", List.of("id"), "", true))));
    }

    private void tablesAndColumns() {
        damage("a table is gone", Changed.table("album", t -> null));
        damage(
                "six tables are gone",
                s -> Stream.of("activity", "album", "memory", "person", "stack", "tag")
                        .reduce(s, (to, name) -> Changed.table(name, t -> null).apply(to), (a, b) -> b));
        damage("a column is gone", Changed.table("asset", t -> Changed.withoutColumn(t, "checksum")));
        damage(
                "seven columns of a table are gone",
                Changed.table(
                        "asset",
                        t -> Stream.of(
                                        "checksum",
                                        "deletedAt",
                                        "duplicateId",
                                        "fileCreatedAt",
                                        "fileModifiedAt",
                                        "isExternal",
                                        "isFavorite")
                                .reduce(t, Changed::withoutColumn, (a, b) -> b)));
        damage(
                "a column has another type",
                Changed.table(
                        "asset",
                        t -> Changed.column(
                                t, "isFavorite", c -> new Column(c.name(), "text", c.notNull(), "", c.generated()))));
        damage(
                "a column may be null",
                Changed.table(
                        "asset",
                        t -> Changed.column(
                                t,
                                "isFavorite",
                                c -> new Column(c.name(), c.type(), false, c.defaultValue(), c.generated()))));
        damage(
                "a column has no default",
                Changed.table(
                        "asset",
                        t -> Changed.column(
                                t, "isFavorite", c -> new Column(c.name(), c.type(), c.notNull(), "", c.generated()))));
        damage("a column of kysely's is gone", s -> ofKysely(s, List.of()));
        damage(
                "a column of kysely's has no default",
                s -> ofKysely(s, List.of(new Column("is_locked", "integer", true, "", false))));
        damage("somebody's column that must be filled", Changed.table("asset", t -> withColumn(t, true, "")));
        damage("somebody's column that may be empty", Changed.table("asset", t -> withColumn(t, false, "")));
        damage("somebody's column with a default", Changed.table("asset", t -> withColumn(t, true, "1")));
    }

    private static Structure ofKysely(Structure s, List<Column> more) {
        Structure with = Changed.withTable(s, "kysely_migrations_lock");
        List<Column> columns = Stream.concat(
                        Stream.of(new Column("id", "character varying(255)", true, "", false)), more.stream())
                .toList();
        return Changed.table(
                        "kysely_migrations_lock",
                        t -> new Table(t.name(), columns, t.constraints(), t.indexes(), t.triggers()))
                .apply(with);
    }

    private static Table withColumn(Table t, boolean notNull, String defaultValue) {
        return new Table(
                t.name(),
                Stream.concat(
                                t.columns().stream(),
                                Stream.of(new Column("mine", "integer", notNull, defaultValue, false)))
                        .toList(),
                t.constraints(),
                t.indexes(),
                t.triggers());
    }

    private void others() {
        damage("a function is gone", s -> Changed.withoutFunction(s, "stack_delete_audit"));
        damage(
                "a function returns something else",
                s -> Changed.function(
                        s,
                        "stack_delete_audit",
                        f -> new Function(f.name(), f.arguments(), "void", f.digest(), f.volatility())));
        damage("a trigger is gone", Changed.table("stack", t -> Changed.trigger(t, "stack_delete_audit", g -> null)));
        damage(
                "a trigger does not fire",
                Changed.table(
                        "stack",
                        t -> Changed.trigger(
                                t,
                                "stack_delete_audit",
                                g -> new Trigger(
                                        g.name(),
                                        g.timing(),
                                        g.events(),
                                        g.perRow(),
                                        g.functionSchema(),
                                        g.function(),
                                        g.condition(),
                                        g.transitionTables(),
                                        "D"))));
        damage(
                "a value of an enum is gone",
                s -> Changed.enumType(
                        s,
                        "sourcetype",
                        e -> new EnumType(
                                e.name(), e.values().subList(0, e.values().size() - 1))));
        damage("a table of another release", s -> Changed.withTable(s, "person_user"));
        damage("somebody's function", s -> Changed.withFunction(s, "mine"));
        damages.put(
                "a function is gone that Immich keeps itself",
                Given.vchord()
                        .structure(s -> Changed.withoutFunction(s, "asset_delete_audit"))
                        .overrides(o -> o));
        damages.put("of a time before the ledger", Given.pgvectors());
        damages.put("of a release that the ledger does not know", Given.vchord().newestMigration("9999999999999-New"));
    }

    private static String text(String title, Given given) {
        Snapshot is = given.snapshot();
        String findings = Stream.of(Check.values())
                .filter(check -> check.id().startsWith("schema-"))
                .flatMap(check -> Judged.judge(check, given).findings().stream()
                        .map(finding -> check.id() + ": " + finding.subject() + "\n  " + finding.observed() + "\n"
                                + finding.remedy().steps().stream()
                                        .map(step ->
                                                "    " + step.phase() + " " + step.by() + ": " + step.text() + "\n")
                                        .collect(Collectors.joining())))
                .collect(Collectors.joining());
        SchemaText.Comparison comparison = SchemaText.comparison(is, Judged.RELEASES);
        return "== " + title + "\n" + findings + SchemaText.of(is, Judged.RELEASES)
                + comparison.differences().size() + " as JSON, " + comparison.migration() + comparison.unknown() + "\n";
    }

    @Test
    void ofEachKind() {
        constraints();
        indexes();
        tablesAndColumns();
        others();
        Golden.assertHolds(
                REMEDIES,
                damages.entrySet().stream()
                        .map(e -> text(e.getKey(), e.getValue()))
                        .collect(Collectors.joining("\n")));
    }
}
