package dev.immichpg.check;

import dev.immichpg.catalog.ExpressionText;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.KyselyTables;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statements that make what is missing, from the ledger's facts; and what to look for before. */
record SchemaStatements(Structure should) {

    static SchemaStatements of(Snapshot is, Expectation should) {
        SchemaState schema = should.schema()
                .orElseGet(() -> SchemaState.of(is, should.releases().ledger()));
        return new SchemaStatements(
                should.releases().ledger().after(schema.migration().orElseThrow()));
    }

    List<RemedyStep> constraint(Difference d) {
        Optional<Constraint> constraint = table(d.table()).flatMap(t -> t.constraint(d.name()));
        return constraint
                .map(c -> switch (d.what()) {
                    case RENAMED ->
                        List.of(alter(d, "RENAME CONSTRAINT " + Sql.name(d.seen()) + " TO " + Sql.name(d.name())));
                    case INVALID -> List.of(alter(d, "VALIDATE CONSTRAINT " + Sql.name(d.name())));
                    case DIFFERENT -> made(d, c, true);
                    default -> made(d, c, false);
                })
                .orElseGet(() -> SchemaFindings.restore("Restore table " + d.table()));
    }

    private List<RemedyStep> made(Difference d, Constraint c, boolean replace) {
        if (c.kind() == Constraint.Kind.CHECK) {
            return SchemaFindings.restore("Restore the check constraint " + d.name() + " of table " + d.table());
        }
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        steps.add(RemedyStep.person(
                Phase.GRANT,
                "As Immich's role, look for rows that the constraint would refuse, and correct them: "
                        + (c.kind() == Constraint.Kind.FOREIGN_KEY
                                ? orphans(d.table(), c)
                                : duplicates(
                                        d.table(),
                                        c.columns().stream().map(Sql::name).toList(),
                                        ""))));
        steps.add(alter(
                d,
                (replace ? "DROP CONSTRAINT " + Sql.name(d.name()) + ", " : "") + "ADD CONSTRAINT " + Sql.name(d.name())
                        + " " + definition(c)));
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }

    private static String definition(Constraint c) {
        String columns = "(" + SchemaFindings.names(c.columns()) + ")";
        return switch (c.kind()) {
            case PRIMARY_KEY -> "PRIMARY KEY " + columns;
            case FOREIGN_KEY ->
                "FOREIGN KEY " + columns + " REFERENCES " + SchemaFindings.qualified(c.references()) + " ("
                        + SchemaFindings.names(c.referencedColumns()) + ") ON DELETE "
                        + c.onDelete().toUpperCase(Locale.ROOT)
                        + " ON UPDATE " + c.onUpdate().toUpperCase(Locale.ROOT);
            default -> "UNIQUE " + columns;
        };
    }

    /**
     * @param keys as SQL
     * @param predicate of the rows among which there are to be none, as SQL; empty: all
     */
    private String duplicates(String table, List<String> keys, String predicate) {
        String names = String.join(", ", keys);
        // Where one of the values is null, nothing is the same.
        String where = Stream.concat(
                        Stream.of(predicate)
                                .filter(p -> !p.isEmpty())
                                .map(p -> p.contains(" AND ") || p.contains(" OR ") ? "(" + p + ")" : p),
                        table(table).stream()
                                .flatMap(t -> t.columns().stream())
                                .filter(column -> !column.notNull())
                                .map(column -> Sql.name(column.name()))
                                .filter(keys::contains)
                                .map(key -> key + " IS NOT NULL"))
                .distinct()
                .collect(Collectors.joining(" AND "));
        return "SELECT " + names + ", count(*) FROM " + SchemaFindings.qualified(table)
                + (where.isEmpty() ? "" : " WHERE " + where) + " GROUP BY " + names + " HAVING count(*) > 1";
    }

    private static String orphans(String table, Constraint c) {
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < c.columns().size(); i++) {
            same.append(i == 0 ? "" : " AND ")
                    .append("r.")
                    .append(Sql.name(c.referencedColumns().get(i)))
                    .append(" = t.")
                    .append(Sql.name(c.columns().get(i)));
        }
        String notNull = c.columns().stream()
                .map(column -> "t." + Sql.name(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        return "SELECT * FROM " + SchemaFindings.qualified(table) + " AS t WHERE " + notNull
                + " AND NOT EXISTS (SELECT FROM " + SchemaFindings.qualified(c.references()) + " AS r WHERE " + same
                + ")";
    }

    List<RemedyStep> index(Difference d) {
        String name = Sql.name("public", d.name());
        return switch (d.what()) {
            case RENAMED ->
                List.of(RemedyStep.immichRole(
                        Phase.REBUILD_INDEX,
                        "ALTER INDEX " + Sql.name("public", d.seen()) + " RENAME TO " + Sql.name(d.name()) + ";"));
            case INVALID ->
                List.of(RemedyStep.immichRole(
                        Phase.REBUILD_INDEX, (d.expected().isEmpty() ? "DROP INDEX " : "REINDEX INDEX ") + name + ";"));
            default -> create(d);
        };
    }

    private List<RemedyStep> create(Difference d) {
        Optional<Index> index = should.table(d.table()).flatMap((Table t) -> t.index(d.name()));
        if (index.isEmpty()) {
            return SchemaFindings.restore("Restore table " + d.table());
        }
        Index i = index.get();
        List<RemedyStep> steps = new ArrayList<>();
        if (i.unique()) {
            steps.add(RemedyStep.person(
                    Phase.GRANT,
                    "As Immich's role, look for rows that the index would refuse, and correct them: "
                            + duplicates(d.table(), i.keys(), i.predicate())));
        }
        if (d.what() == Difference.What.DIFFERENT) {
            steps.add(RemedyStep.immichRole(Phase.REBUILD_INDEX, "DROP INDEX " + Sql.name("public", d.name()) + ";"));
        }
        // Immich's functions call those of extensions without their schema.
        steps.add(RemedyStep.immichRole(Phase.REBUILD_INDEX, "SET search_path = \"$user\", public;"));
        steps.add(RemedyStep.immichRole(
                Phase.REBUILD_INDEX,
                "CREATE " + (i.unique() ? "UNIQUE " : "") + "INDEX " + Sql.name(i.name()) + " ON "
                        + SchemaFindings.qualified(d.table()) + " USING " + i.method() + " ("
                        + i.keys().stream()
                                .map(key -> (key.matches("\\w+|\"[^\"]+\"") ? key : "(" + key + ")")
                                        + (key.startsWith("f_unaccent(") ? " gin_trgm_ops" : ""))
                                .collect(Collectors.joining(", "))
                        + ")" + (i.predicate().isEmpty() ? "" : " WHERE " + i.predicate()) + ";"));
        return steps;
    }

    /**
     * Where only the default or NOT NULL is another, so that no value changes.
     *
     * @param there the column as it is
     * @return empty: somebody has to convert it
     */
    Optional<List<RemedyStep>> column(Snapshot is, Difference d, Column there) {
        Column column = table(d.table()).flatMap(t -> t.column(d.name())).orElseThrow();
        if (!ExpressionText.same(column.type(), there.type()) || column.generated() != there.generated()) {
            return Optional.empty();
        }
        String action = "ALTER COLUMN " + Sql.name(d.name());
        List<RemedyStep> steps = new ArrayList<>();
        if (!ExpressionText.same(column.defaultValue(), there.defaultValue())) {
            steps.add(alter(
                    d,
                    action
                            + (column.defaultValue().isEmpty()
                                    ? " DROP DEFAULT"
                                    : " SET DEFAULT " + qualified(is, column.defaultValue()))));
        }
        if (column.notNull() && !there.notNull()) {
            steps.add(RemedyStep.person(
                    Phase.GRANT,
                    "As Immich's role, look for rows without a value, and give them one: SELECT * FROM "
                            + SchemaFindings.qualified(d.table()) + " WHERE " + Sql.name(d.name()) + " IS NULL"));
        }
        if (column.notNull() != there.notNull()) {
            steps.add(alter(d, action + (column.notNull() ? " SET NOT NULL" : " DROP NOT NULL")));
        }
        return Optional.of(steps);
    }

    /**
     * Missing columns of one table, made again beside what the other columns have now. To restore the table would lose what
     * was written since the backup.
     */
    List<RemedyStep> columns(Snapshot is, List<Difference> missing) {
        String table = missing.get(0).table();
        List<Column> columns = missing.stream()
                .map(d -> table(table).flatMap(t -> t.column(d.name())).orElseThrow())
                .toList();
        if (columns.stream().anyMatch(Column::generated)) {
            return SchemaFindings.restore("Restore table " + table);
        }
        List<RemedyStep> steps = new ArrayList<>();
        steps.add(RemedyStep.STOP_IMMICH);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            steps.add(alter(
                    missing.get(i),
                    "ADD COLUMN " + Sql.name(column.name()) + " " + type(column)
                            + (column.defaultValue().isEmpty()
                                    ? ""
                                    : " DEFAULT " + qualified(is, column.defaultValue())
                                            + (column.notNull() ? " NOT NULL" : ""))));
        }
        if (!table.equals(KyselyTables.LOCK)) { // which holds what its default is
            steps.add(RemedyStep.person(
                    Phase.GRANT,
                    "Restore the newest backup that has " + (columns.size() == 1 ? "this column" : "these columns")
                            + " of table " + table
                            + " into another database, and copy the values from there, row by row: "
                            + columns.stream().map(Column::name).collect(Collectors.joining(", "))
                            + ". Rows that are newer than the backup have none."));
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).notNull() && columns.get(i).defaultValue().isEmpty()) {
                steps.add(alter(
                        missing.get(i),
                        "ALTER COLUMN " + Sql.name(columns.get(i).name()) + " SET NOT NULL"));
            }
        }
        steps.add(RemedyStep.START_IMMICH);
        return steps;
    }

    /** As it should be. */
    private Optional<Table> table(String name) {
        return should.table(name).or(() -> KyselyTables.named(name));
    }

    private String type(Column column) {
        return should.enums().stream().anyMatch(type -> type.name().equals(column.type()))
                ? "public." + column.type()
                : column.type();
    }

    /** Who runs a script has nothing but pg_catalog in the search_path. The ledger has the text that public in it makes. */
    private String qualified(Snapshot is, String expression) {
        String schema = expression.startsWith("uuid_generate_v4(")
                ? is.installed("uuid-ossp").map(InstalledExtension::schema).orElse("public")
                : should.functions().stream().anyMatch(f -> expression.startsWith(f.name() + "(")) ? "public" : "";
        String text = schema.isEmpty() ? expression : Sql.name(schema) + "." + expression;
        for (EnumType type : should.enums()) {
            text = text.replace("::" + type.name(), "::public." + type.name());
        }
        for (Sequence sequence : should.sequences()) {
            text = text.replace("'" + sequence.name() + "'::regclass", "'public." + sequence.name() + "'::regclass");
        }
        return text;
    }

    private static RemedyStep alter(Difference d, String action) {
        return RemedyStep.immichRole(
                Phase.GRANT, "ALTER TABLE " + SchemaFindings.qualified(d.table()) + " " + action + ";");
    }
}
