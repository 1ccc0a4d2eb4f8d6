package dev.immichpg.check;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A structure with one difference; a change that comes to null takes the object away. */
public final class Changed {

    private Changed() {}

    public static UnaryOperator<Structure> table(String name, UnaryOperator<Table> change) {
        return s -> withTables(
                s,
                s.tables().stream()
                        .map(t -> t.name().equals(name) ? change.apply(t) : t)
                        .filter(Objects::nonNull)
                        .toList());
    }

    public static UnaryOperator<Structure> with(Dependent dependent) {
        return s -> new Structure(
                s.whole(),
                s.tables(),
                s.functions(),
                s.enums(),
                s.sequences(),
                s.otherRelations(),
                Stream.concat(s.dependents().stream(), Stream.of(dependent)).toList());
    }

    public static Structure withTable(Structure s, String name) {
        return withTables(
                s,
                Stream.concat(
                                s.tables().stream(),
                                Stream.of(new Table(
                                        name,
                                        List.of(new Column("id", "integer", false, "", false)),
                                        List.of(),
                                        List.of(),
                                        List.of())))
                        .toList());
    }

    private static Structure withTables(Structure s, List<Table> tables) {
        return new Structure(
                s.whole(), tables, s.functions(), s.enums(), s.sequences(), s.otherRelations(), s.dependents());
    }

    public static Table withoutColumn(Table t, String name) {
        return new Table(
                t.name(),
                t.columns().stream().filter(c -> !c.name().equals(name)).toList(),
                t.constraints(),
                t.indexes(),
                t.triggers());
    }

    public static Table column(Table t, String name, UnaryOperator<Column> change) {
        return new Table(
                t.name(),
                t.columns().stream()
                        .map(c -> c.name().equals(name) ? change.apply(c) : c)
                        .toList(),
                t.constraints(),
                t.indexes(),
                t.triggers());
    }

    public static Table constraints(Table t, UnaryOperator<Constraint> change) {
        return new Table(
                t.name(), t.columns(), t.constraints().stream().map(change).toList(), t.indexes(), t.triggers());
    }

    public static Table withoutConstraint(Table t, String name) {
        return new Table(
                t.name(),
                t.columns(),
                t.constraints().stream().filter(c -> !c.name().equals(name)).toList(),
                t.indexes(),
                t.triggers());
    }

    public static Table withoutIndex(Table t, String name) {
        return withIndexes(
                t, t.indexes().stream().filter(i -> !i.name().equals(name)).toList());
    }

    public static Table renamedIndex(Table t, String name, UnaryOperator<String> change) {
        return withIndexes(
                t,
                t.indexes().stream()
                        .map(i -> i.name().equals(name)
                                ? new Index(
                                        change.apply(i.name()),
                                        i.unique(),
                                        i.method(),
                                        i.keys(),
                                        i.predicate(),
                                        i.valid())
                                : i)
                        .toList());
    }

    public static Table withIndex(Table t, Index index) {
        return withIndexes(
                t, Stream.concat(t.indexes().stream(), Stream.of(index)).toList());
    }

    private static Table withIndexes(Table t, List<Index> indexes) {
        return new Table(t.name(), t.columns(), t.constraints(), indexes, t.triggers());
    }

    public static Table trigger(Table t, String name, UnaryOperator<Trigger> change) {
        return new Table(
                t.name(),
                t.columns(),
                t.constraints(),
                t.indexes(),
                t.triggers().stream()
                        .map(g -> g.name().equals(name) ? change.apply(g) : g)
                        .filter(Objects::nonNull)
                        .toList());
    }

    public static Trigger condition(Trigger g, String condition) {
        return new Trigger(
                g.name(),
                g.timing(),
                g.events(),
                g.perRow(),
                g.functionSchema(),
                g.function(),
                condition,
                g.transitionTables(),
                g.enabled());
    }

    public static Table withTrigger(Table t, Trigger trigger) {
        return new Table(
                t.name(),
                t.columns(),
                t.constraints(),
                t.indexes(),
                Stream.concat(t.triggers().stream(), Stream.of(trigger)).toList());
    }

    public static Structure withoutFunction(Structure s, String name) {
        return function(s, name, f -> null);
    }

    /** Without arguments. */
    public static Structure withFunction(Structure s, String name) {
        return withFunctions(
                s,
                Stream.concat(s.functions().stream(), Stream.of(new Function(name, "", "integer", "", "volatile")))
                        .toList());
    }

    public static Structure function(Structure s, String name, UnaryOperator<Function> change) {
        return withFunctions(
                s,
                s.functions().stream()
                        .map(f -> f.name().equals(name) ? change.apply(f) : f)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static Structure withFunctions(Structure s, List<Function> functions) {
        return new Structure(
                s.whole(), s.tables(), functions, s.enums(), s.sequences(), s.otherRelations(), s.dependents());
    }

    public static Structure enumType(Structure s, String name, UnaryOperator<EnumType> change) {
        return new Structure(
                s.whole(),
                s.tables(),
                s.functions(),
                s.enums().stream()
                        .map(e -> e.name().equals(name) ? change.apply(e) : e)
                        .toList(),
                s.sequences(),
                s.otherRelations(),
                s.dependents());
    }
}
