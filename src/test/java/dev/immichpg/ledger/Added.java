package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Constraint.Kind;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A structure with one more object, as a trial made it: in few words, under the name that a migration makes later. */
final class Added {

    private Added() {}

    static Structure to(Structure s, Trial trial) {
        String name = trial.name();
        String on = trial.on().isEmpty() ? trial.table() : trial.on();
        return switch (trial.kind()) {
            case "table" ->
                new Structure(
                        true,
                        and(s.tables(), new Table(name, List.of(column("id")), List.of(), List.of(), List.of())),
                        s.functions(),
                        s.enums(),
                        s.sequences(),
                        s.otherRelations(),
                        s.dependents());
            case "enum" ->
                new Structure(
                        true,
                        s.tables(),
                        s.functions(),
                        and(s.enums(), new EnumType(name, List.of("x"))),
                        s.sequences(),
                        s.otherRelations(),
                        s.dependents());
            case "function" -> {
                int bracket = name.indexOf('(');
                Function function = new Function(
                        name.substring(0, bracket),
                        name.substring(bracket + 1, name.length() - 1),
                        trial.what().equals("other result") ? "integer" : "trigger",
                        "0",
                        "volatile");
                yield new Structure(
                        true,
                        s.tables(),
                        and(
                                s.functions().stream()
                                        .filter(f -> !f.signature().equals(name))
                                        .toList(),
                                function),
                        s.enums(),
                        s.sequences(),
                        s.otherRelations(),
                        s.dependents());
            }
            default -> with(s, on, t -> with(t, trial));
        };
    }

    private static Table with(Table t, Trial trial) {
        String name = trial.name();
        return switch (trial.kind()) {
            case "column" ->
                new Table(t.name(), and(t.columns(), column(name)), t.constraints(), t.indexes(), t.triggers());
            case "index" ->
                new Table(
                        t.name(),
                        t.columns(),
                        t.constraints(),
                        and(t.indexes(), new Index(name, false, "hash", List.of(first(t)), "", true)),
                        t.triggers());
            case "constraint" ->
                new Table(
                        t.name(),
                        t.columns(),
                        and(
                                t.constraints(),
                                new Constraint(
                                        name,
                                        trial.made().equals("check") ? Kind.CHECK : Kind.UNIQUE,
                                        t.columns().stream().map(Column::name).toList(),
                                        "",
                                        List.of(),
                                        "",
                                        "",
                                        true)),
                        t.indexes(),
                        t.triggers());
            case "trigger" ->
                new Table(
                        t.name(),
                        t.columns(),
                        t.constraints(),
                        t.indexes(),
                        and(
                                t.triggers(),
                                new Trigger(name, "after", "truncate", false, "public", "f", "", List.of(), "O")));
            default -> throw new IllegalArgumentException(trial.kind());
        };
    }

    private static Structure with(Structure s, String table, UnaryOperator<Table> change) {
        return new Structure(
                true,
                s.tables().stream()
                        .map(t -> t.name().equals(table) ? change.apply(t) : t)
                        .toList(),
                s.functions(),
                s.enums(),
                s.sequences(),
                s.otherRelations(),
                s.dependents());
    }

    private static Column column(String name) {
        return new Column(name, "text", false, "", false);
    }

    private static String first(Table t) {
        return t.columns().get(0).name();
    }

    private static <T> List<T> and(List<T> some, T more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }
}
