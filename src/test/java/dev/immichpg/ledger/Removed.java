package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import java.util.ArrayList;
import java.util.List;

/** A structure from which objects are dropped as by {@code DROP … CASCADE}: with whatever depends on them. */
final class Removed {

    private final List<TableParts> tables = new ArrayList<>();
    private final List<Function> functions;
    private final List<EnumType> enums;
    private final List<Sequence> sequences;

    private record TableParts(
            String name,
            List<Column> columns,
            List<Constraint> constraints,
            List<Index> indexes,
            List<Trigger> triggers) {}

    private Removed(Structure whole) {
        whole.tables()
                .forEach(t -> tables.add(new TableParts(
                        t.name(),
                        new ArrayList<>(t.columns()),
                        new ArrayList<>(t.constraints()),
                        new ArrayList<>(t.indexes()),
                        new ArrayList<>(t.triggers()))));
        functions = new ArrayList<>(whole.functions());
        enums = new ArrayList<>(whole.enums());
        sequences = new ArrayList<>(whole.sequences());
    }

    /** @param kind as the ledger calls it */
    static Structure from(Structure whole, String kind, String table, String name) {
        Removed without = new Removed(whole);
        switch (kind) {
            case "table" -> without.table(name);
            case "column" -> without.column(table, name);
            case "constraint" -> without.constraint(table, name);
            case "index" -> without.of(table).indexes().removeIf(i -> i.name().equals(name));
            case "trigger" ->
                without.of(table).triggers().removeIf(t -> t.name().equals(name));
            case "function" -> without.function(name);
            case "enum" -> without.enumType(name);
            case "sequence" -> without.sequence(name);
            default -> throw new IllegalArgumentException(kind);
        }
        Structure is = without.structure();
        if (is.equals(whole)) {
            throw new IllegalArgumentException("There is no " + kind + " " + table + " " + name);
        }
        return is;
    }

    private TableParts of(String table) {
        return tables.stream()
                .filter(t -> t.name().equals(table))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no table " + table));
    }

    private void table(String name) {
        tables.removeIf(t -> t.name().equals(name));
        tables.forEach(t -> t.constraints().removeIf(c -> c.references().equals(name)));
        sequences.removeIf(s -> s.ownedBy().startsWith(name + "."));
    }

    private void column(String table, String name) {
        TableParts of = of(table);
        of.columns().removeIf(c -> c.name().equals(name));
        List.copyOf(of.constraints()).stream()
                .filter(c -> c.columns().contains(name))
                .forEach(c -> constraint(table, c.name()));
        tables.forEach(t -> t.constraints()
                .removeIf(c ->
                        c.references().equals(table) && c.referencedColumns().contains(name)));
        of.indexes().removeIf(i -> i.keys().stream().anyMatch(k -> mentions(k, name)) || mentions(i.predicate(), name));
        sequences.removeIf(s -> s.ownedBy().equals(table + "." + name));
    }

    private static boolean mentions(String expression, String column) {
        return List.of(expression.split("[^\\w]+")).contains(column);
    }

    private void constraint(String table, String name) {
        TableParts of = of(table);
        List<Constraint> dropped =
                of.constraints().stream().filter(c -> c.name().equals(name)).toList();
        of.constraints().removeAll(dropped);
        for (Constraint key : dropped) {
            if (key.kind() == Kind.PRIMARY_KEY || key.kind() == Kind.UNIQUE) {
                tables.forEach(t -> t.constraints()
                        .removeIf(c -> c.references().equals(table)
                                && c.referencedColumns().equals(key.columns())));
            }
        }
    }

    private void function(String signature) {
        functions.removeIf(f -> f.signature().equals(signature));
        String call = signature.substring(0, signature.indexOf('(') + 1);
        for (TableParts t : tables) {
            t.triggers().removeIf(g -> call.equals(g.function() + "("));
            t.indexes()
                    .removeIf(i -> i.keys().stream().anyMatch(k -> k.contains(call))
                            || i.predicate().contains(call));
            t.columns()
                    .replaceAll(c -> c.defaultValue().contains(call)
                            ? new Column(c.name(), c.type(), c.notNull(), "", c.generated())
                            : c);
        }
    }

    private void enumType(String name) {
        enums.removeIf(e -> e.name().equals(name));
        for (TableParts t : tables) {
            t.columns().stream()
                    .filter(c -> c.type().equals(name) || c.type().equals(name + "[]"))
                    .map(Column::name)
                    .toList()
                    .forEach(column -> column(t.name(), column));
        }
    }

    private void sequence(String name) {
        sequences.removeIf(s -> s.name().equals(name));
        for (TableParts t : tables) {
            t.columns()
                    .replaceAll(c -> c.defaultValue().contains(name)
                            ? new Column(c.name(), c.type(), c.notNull(), "", c.generated())
                            : c);
        }
    }

    private Structure structure() {
        return new Structure(
                true,
                tables.stream()
                        .map(t -> new Table(t.name(), t.columns(), t.constraints(), t.indexes(), t.triggers()))
                        .toList(),
                functions,
                enums,
                sequences,
                List.of(),
                List.of());
    }
}
