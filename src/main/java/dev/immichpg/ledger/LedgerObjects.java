package dev.immichpg.ledger;

import dev.immichpg.catalog.ExpressionText;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Trigger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Immich's migrations make and remove, asked object by object: which of them makes it, changes it or ends it, and whether some
 * release has it.
 *
 * @param tableNames of all {@code tables}: every table of a database is looked for among them
 */
record LedgerObjects(
        List<Lasting<String>> tables,
        List<Lasting<Column>> columns,
        List<Lasting<Constraint>> constraints,
        List<Lasting<Index>> indexes,
        List<Lasting<Trigger>> triggers,
        List<Lasting<Function>> functions,
        List<Lasting<EnumType>> enums,
        List<Lasting<Sequence>> sequences,
        Set<String> tableNames) {

    /** Whether this migration makes, or makes anew, what a row of this name in migration_overrides stands for. */
    boolean makesOverride(String name, int migration) {
        return ofOverride(name).anyMatch(o -> o.since() == migration);
    }

    /** Whether some release has what a row of this name in migration_overrides stands for. */
    boolean knowsOverride(String name) {
        return ofOverride(name).findAny().isPresent();
    }

    private Stream<? extends Lasting<?>> ofOverride(String name) {
        return Stream.of(
                        functions.stream()
                                .filter(f -> name.equals(
                                        Overrides.FUNCTION + f.object().name())),
                        triggers.stream()
                                .filter(t -> name.equals(
                                        Overrides.TRIGGER + t.object().name())),
                        indexes.stream()
                                .filter(i ->
                                        name.equals(Overrides.INDEX + i.object().name())))
                .flatMap(objects -> objects);
    }

    /** Whether this migration removes, renames or replaces the object. */
    boolean changes(Difference object, int migration) {
        Stream<? extends Lasting<?>> objects = switch (object.kind()) {
            case TABLE, OTHER_RELATION -> named(tables, object, name -> name);
            case COLUMN -> named(columns, object, Column::name);
            case KEY, FOREIGN_KEY, CHECK, EXCLUSION -> named(constraints, object, Constraint::name);
            case INDEX, UNIQUE_INDEX -> named(indexes, object, Index::name);
            case TRIGGER -> named(triggers, object, Trigger::name);
            case FUNCTION -> named(functions, object, Function::signature);
            case ENUM -> named(enums, object, EnumType::name);
            case ENUM_VALUE -> enums.stream().filter(e -> e.object().name().equals(object.table()));
            case SEQUENCE -> named(sequences, object, Sequence::name);
            case RULE, OVERRIDE -> Stream.empty();
        };
        return objects.anyMatch(o -> o.until() == migration);
    }

    private static <T> Stream<Lasting<T>> named(
            List<Lasting<T>> objects, Difference object, java.util.function.Function<T, String> name) {
        return objects.stream()
                .filter(o -> (o.table().isEmpty() || o.table().equals(object.table()))
                        && name.apply(o.object()).equals(object.name()));
    }

    /** Whether this migration makes a table, an index, a key, a sequence or an enum of this name. */
    boolean makesRelation(String name, int migration) {
        return relations(name).anyMatch(o -> o.since() == migration);
    }

    /** Whether some release has a table, an index, a key, a sequence or an enum of this name. */
    boolean knowsRelation(String name) {
        return relations(name).findAny().isPresent();
    }

    private Stream<? extends Lasting<?>> relations(String name) {
        return Stream.of(
                        tables.stream().filter(t -> t.object().equals(name)),
                        indexes.stream().filter(i -> i.object().name().equals(name)),
                        sequences.stream().filter(q -> q.object().name().equals(name)),
                        constraints.stream()
                                .filter(c -> c.object().kind() != Constraint.Kind.FOREIGN_KEY
                                        && c.object().kind() != Constraint.Kind.CHECK
                                        && c.object().name().equals(name)),
                        // A table has a type of its name.
                        enums.stream().filter(e -> e.object().name().equals(name)))
                .flatMap(objects -> objects);
    }

    boolean makesTrigger(String name, int migration) {
        return triggers.stream()
                .anyMatch(t -> t.since() == migration && t.object().name().equals(name));
    }

    /** Whether this migration adds a column of this name to any table. */
    boolean makesColumn(String name, int migration) {
        return columns.stream()
                .anyMatch(c -> c.since() == migration && c.object().name().equals(name));
    }

    /** Whether this migration drops or renames the table. */
    boolean endsTable(String name, int migration) {
        return tables.stream()
                .anyMatch(t -> t.until() == migration && t.object().equals(name));
    }

    /** Under which names the table goes on after this migration: those that are new and have all its columns; none: it is dropped. */
    List<String> renamed(String table, int migration) {
        Set<String> of = columnNames(table, migration - 1);
        return Lasting.there(tables, migration)
                .filter(name -> Lasting.there(tables, migration - 1).noneMatch(name::equals)
                        && columnNames(name, migration).containsAll(of))
                .toList();
    }

    private Set<String> columnNames(String table, int migration) {
        return columns.stream()
                .filter(c -> c.table().equals(table) && c.isThereAfter(migration))
                .map(c -> c.object().name())
                .collect(Collectors.toSet());
    }

    /** As it is after this migration; empty: there is none. */
    Optional<Column> column(String table, String name, int migration) {
        return columns.stream()
                .filter(c -> c.table().equals(table) && c.object().name().equals(name) && c.isThereAfter(migration))
                .map(Lasting::object)
                .findFirst();
    }

    /** Whether this migration adds a column of this type to the table: it may be another one under a new name. */
    boolean addsColumn(String table, String type, int migration) {
        return columns.stream()
                .anyMatch(c -> c.table().equals(table)
                        && c.since() == migration
                        && c.object().type().equals(type)
                        && column(table, c.object().name(), migration - 1).isEmpty());
    }

    boolean hasTrigger(String table, String name, int migration) {
        return triggers.stream()
                .anyMatch(t -> t.table().equals(table) && t.object().name().equals(name) && t.isThereAfter(migration));
    }

    /** Whether some release has a table of this name. */
    boolean isImmichs(String table) {
        return tableNames.contains(table);
    }

    boolean knowsColumn(String table, String name) {
        return columns.stream()
                .anyMatch(c -> c.table().equals(table) && c.object().name().equals(name));
    }

    boolean knowsConstraint(String name) {
        return constraints.stream().anyMatch(c -> c.object().name().equals(name));
    }

    boolean knowsIndex(String name) {
        return indexes.stream().anyMatch(i -> i.object().name().equals(name));
    }

    boolean knowsTrigger(String name) {
        return triggers.stream().anyMatch(t -> t.object().name().equals(name));
    }

    /** Whether some release has a function of this name with this body. */
    boolean hasBody(Function function) {
        return functions.stream()
                .anyMatch(f -> f.object().name().equals(function.name())
                        && f.object().digest().equals(function.digest()));
    }

    /** Whether some release has a function of this signature with this result. */
    boolean hasResult(String signature, String returns) {
        return functions.stream()
                .anyMatch(f -> f.object().signature().equals(signature)
                        && ExpressionText.same(f.object().returns(), returns));
    }
}
