package dev.immichpg.ledger;

import dev.immichpg.catalog.ExpressionText;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A database beside what it should hold after one of Immich's migrations: facts against facts, never text against text. */
final class SchemaComparison {

    private final SchemaLedger ledger;
    private final Variants variants;
    private final List<Difference> found = new ArrayList<>();

    private SchemaComparison(SchemaLedger ledger) {
        this.ledger = ledger;
        this.variants = ledger.tolerated();
    }

    static List<Difference> of(Structure is, SchemaLedger ledger, int migration) {
        SchemaComparison comparison = new SchemaComparison(ledger);
        Structure should = ledger.after(migration);
        comparison.tables(is, should);
        comparison.rules(is);
        comparison.functions(is.functions(), should.functions());
        comparison.enums(is, should);
        comparison.sequences(is.sequences(), should.sequences());
        is.otherRelations().stream()
                .filter(name -> ledger.objects().knowsRelation(name)
                        && should.table(name).isEmpty())
                .forEach(name -> comparison.extra(ObjectKind.OTHER_RELATION, "", name, "relation", true));
        return List.copyOf(comparison.found);
    }

    private void tables(Structure is, Structure should) {
        Map<String, Table> there = new HashMap<>();
        is.tables().forEach(table -> there.put(table.name(), table));
        for (Table expected : should.tables()) {
            Table table = there.remove(expected.name());
            if (table == null) {
                missing(ObjectKind.TABLE, expected.name(), expected.name(), "table");
            } else {
                compare(table, expected);
            }
        }
        for (Table expected : KyselyTables.ALL) {
            Table table = there.remove(expected.name());
            if (table != null) {
                compare(table, expected);
            }
        }
        Set<String> known = ledger.tableNames();
        is.tables().stream()
                .filter(table -> there.containsKey(table.name()))
                .filter(table -> !isHistory(table.name()))
                .forEach(table ->
                        extra(ObjectKind.TABLE, table.name(), table.name(), "table", known.contains(table.name())));
    }

    private void compare(Table table, Table expected) {
        columns(table, expected);
        new ConstraintComparison(table, expected, variants, ledger, found::add).compare();
        new IndexComparison(table, expected, variants, ledger, found::add).compare();
        new TriggerComparison(table, expected, ledger, found::add).compare();
    }

    /** Immich has none: whoever has made one runs statements of their own with Immich's, or instead of them. */
    private void rules(Structure is) {
        Set<String> known = ledger.tableNames();
        is.dependents().stream()
                .filter(d -> d.kind() == Dependent.Kind.RULE && d.column().isEmpty() && known.contains(d.table()))
                .forEach(rule -> extra(ObjectKind.RULE, rule.table(), rule.name(), "rule", false));
    }

    /** TypeORM's; what an import of places leaves behind is tolerated, and told all the same. */
    private boolean isHistory(String table) {
        return variants.has(Tolerance.EXTRA, "table", table) && !table.endsWith("_tmp");
    }

    private void columns(Table table, Table expected) {
        Map<String, Column> there = new LinkedHashMap<>();
        table.columns().forEach(column -> there.put(column.name(), column));
        for (Column should : expected.columns()) {
            Column column = there.remove(should.name());
            if (column == null) {
                missing(ObjectKind.COLUMN, table.name(), should.name(), text(should));
            } else if (!isSame(table.name(), column, should)) {
                different(ObjectKind.COLUMN, table.name(), should.name(), inPublic(text(column)), text(should));
            }
        }
        there.values()
                .forEach(column -> extra(
                        ObjectKind.COLUMN,
                        table.name(),
                        column.name(),
                        text(column),
                        ledger.objects().knowsColumn(table.name(), column.name())));
    }

    private boolean isSame(String table, Column column, Column should) {
        return isSameType(should.type(), column.type())
                && column.notNull() == should.notNull()
                && column.generated() == should.generated()
                && (ExpressionText.same(should.defaultValue(), column.defaultValue())
                        || variants.values(Tolerance.ALSO_DEFAULT, "column", table + "." + should.name()).stream()
                                .anyMatch(other -> ExpressionText.same(other, column.defaultValue())));
    }

    /** Of a vector type that belongs to no extension, or to another one, the checks of vectors tell. */
    private static boolean isSameType(String should, String type) {
        return ExpressionText.same(should, type)
                || should.equals(Column.VECTOR) && (type.equals("vector") || type.endsWith(".vector"));
    }

    /** As in CREATE TABLE. */
    static String text(Column column) {
        return column.type()
                + (column.notNull() ? " not null" : "")
                + (column.generated() ? " generated" : "")
                + (column.defaultValue().isEmpty() ? "" : " default " + column.defaultValue());
    }

    private void functions(List<Function> are, List<Function> should) {
        Map<String, Function> there = new HashMap<>();
        are.forEach(f -> there.put(signature(f), f));
        for (Function expected : should) {
            Function function = there.remove(signature(expected));
            if (function == null) {
                missing(ObjectKind.FUNCTION, "", expected.signature(), "function");
            } else if (!ExpressionText.same(expected.returns(), function.returns())) {
                different(
                        ObjectKind.FUNCTION,
                        "",
                        expected.signature(),
                        Difference.RETURNS + function.returns(),
                        Difference.RETURNS + expected.returns());
            } else if (!function.digest().equals(expected.digest())) {
                different(
                        ObjectKind.FUNCTION,
                        "",
                        expected.signature(),
                        ledger.objects().hasBody(function)
                                ? "the body of another release"
                                : "a body that no release has",
                        Difference.BODY_OF_RELEASE);
            } else if (!function.volatility().equals(expected.volatility())) {
                different(ObjectKind.FUNCTION, "", expected.signature(), function.volatility(), expected.volatility());
            }
        }
        Set<String> known = ledger.functionSignatures();
        are.stream()
                .filter(f -> there.containsKey(signature(f)) && known.contains(signature(f)))
                .forEach(f -> extra(
                        ObjectKind.FUNCTION,
                        "",
                        signature(f),
                        ledger.objects().hasResult(signature(f), f.returns())
                                ? "function"
                                : Difference.RETURNS + f.returns(),
                        true));
    }

    /** Types of extensions stand there with their schema. */
    private static String signature(Function function) {
        return function.name() + "(" + inPublic(function.arguments()) + ")";
    }

    /** As somebody writes it who has public in the search_path; the agent's session has nothing in it. */
    private static String inPublic(String sql) {
        return sql.replace("public.", "");
    }

    private void enums(Structure is, Structure should) {
        for (EnumType expected : should.enums()) {
            Optional<EnumType> there = is.enumType(expected.name());
            if (there.isEmpty()) {
                missing(ObjectKind.ENUM, "", expected.name(), String.join(", ", expected.values()));
                continue;
            }
            expected.values().stream()
                    .filter(value -> !there.get().values().contains(value))
                    .forEach(value -> missing(ObjectKind.ENUM_VALUE, expected.name(), value, "value"));
            there.get().values().stream()
                    .filter(value -> !expected.values().contains(value))
                    .forEach(value -> extra(ObjectKind.ENUM_VALUE, expected.name(), value, "value", true));
        }
        Set<String> known = ledger.enumNames();
        is.enums().stream()
                .filter(e -> (known.contains(e.name()) || ledger.objects().isImmichs(e.name()))
                        && should.enumType(e.name()).isEmpty())
                .forEach(e -> extra(ObjectKind.ENUM, "", e.name(), "enum", true));
    }

    private void sequences(List<Sequence> are, List<Sequence> should) {
        for (Sequence expected : should) {
            List<String> names = variants.names("sequence", expected.name());
            List<Sequence> there =
                    are.stream().filter(s -> names.contains(s.name())).toList();
            if (there.isEmpty()) {
                missing(ObjectKind.SEQUENCE, "", expected.name(), "owned by " + expected.ownedBy());
            } else if (there.stream().noneMatch(s -> s.ownedBy().equals(expected.ownedBy()))) {
                different(
                        ObjectKind.SEQUENCE,
                        "",
                        there.get(0).name(),
                        there.get(0).ownedBy().isEmpty()
                                ? "owned by no column"
                                : "owned by " + there.get(0).ownedBy(),
                        "owned by " + expected.ownedBy());
            }
        }
        Set<String> expected = should.stream()
                .flatMap(sequence -> variants.names("sequence", sequence.name()).stream())
                .collect(Collectors.toSet());
        are.stream()
                .map(Sequence::name)
                .filter(name -> ledger.objects().knowsRelation(name) && !expected.contains(name))
                .forEach(name -> extra(ObjectKind.SEQUENCE, "", name, "sequence", true));
    }

    private void missing(ObjectKind kind, String table, String name, String expected) {
        found.add(new Difference(kind, What.MISSING, table, name, "", expected, true));
    }

    private void different(ObjectKind kind, String table, String name, String seen, String expected) {
        found.add(new Difference(kind, What.DIFFERENT, table, name, seen, expected, true));
    }

    private void extra(ObjectKind kind, String table, String name, String seen, boolean known) {
        found.add(new Difference(kind, What.EXTRA, table, name, seen, "", known));
    }

    /** As a constraint stands in the ledger and in messages: {@code unique (email)}. */
    static String text(Constraint constraint) {
        String columns = " (" + String.join(", ", constraint.columns()) + ")";
        return switch (constraint.kind()) {
            case PRIMARY_KEY -> "primary key" + columns;
            case UNIQUE -> "unique" + columns;
            case CHECK -> "check of" + columns;
            case OTHER -> "exclusion" + columns;
            case FOREIGN_KEY ->
                "foreign key" + columns + " to " + constraint.references() + " ("
                        + String.join(", ", constraint.referencedColumns()) + ") on delete " + constraint.onDelete()
                        + " on update " + constraint.onUpdate();
        };
    }
}
