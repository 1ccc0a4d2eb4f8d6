package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is missing because something else is: Postgres drops an index with its column, and CASCADE a key with its table, and a
 * default with the function that it calls.
 */
record Consequences(Structure should) {

    List<Difference> removedFrom(List<Difference> differences) {
        List<Difference> missing =
                differences.stream().filter(d -> d.what() == What.MISSING).toList();
        return differences.stream()
                .filter(d -> missing.stream()
                        .noneMatch(cause -> cause != d
                                && (d.what() == What.MISSING && follows(d, cause) || lostItsDefault(d, cause))))
                .toList();
    }

    /** A column that has lost nothing but its default, with the function or the sequence that it called. */
    private boolean lostItsDefault(Difference object, Difference cause) {
        return object.is(ObjectKind.COLUMN, What.DIFFERENT)
                && (cause.kind() == ObjectKind.FUNCTION || cause.kind() == ObjectKind.SEQUENCE)
                && object.expected().startsWith(object.seen() + " default ")
                && object.expected()
                        .substring(object.seen().length())
                        .contains(cause.name().replaceFirst("\\(.*", ""));
    }

    /** It goes with the column that it is owned by. */
    private boolean ownedBy(Difference sequence, Difference cause) {
        String column = cause.kind() == ObjectKind.TABLE ? cause.name() + "." : cause.table() + "." + cause.name();
        return (cause.kind() == ObjectKind.TABLE || cause.kind() == ObjectKind.COLUMN)
                && should.sequences().stream()
                        .filter(s -> s.name().equals(sequence.name()))
                        .anyMatch(s -> cause.kind() == ObjectKind.TABLE
                                ? s.ownedBy().startsWith(column)
                                : s.ownedBy().equals(column));
    }

    private boolean follows(Difference object, Difference cause) {
        if (object.kind() == ObjectKind.SEQUENCE) {
            return ownedBy(object, cause);
        }
        Optional<Table> table = should.table(object.table());
        if (table.isEmpty()) {
            return false;
        }
        return switch (object.kind()) {
            case KEY, FOREIGN_KEY, CHECK ->
                table.get()
                        .constraint(object.name())
                        .filter(c -> needs(table.get(), c, cause))
                        .isPresent();
            case INDEX, UNIQUE_INDEX ->
                table.get()
                        .index(object.name())
                        .filter(i -> needs(table.get(), i, cause))
                        .isPresent();
            case TRIGGER ->
                cause.kind() == ObjectKind.FUNCTION
                        && table.get()
                                .trigger(object.name())
                                .map(Trigger::function)
                                .filter(f -> cause.name().startsWith(f + "("))
                                .isPresent();
            case COLUMN ->
                cause.kind() == ObjectKind.ENUM
                        && table.get()
                                .column(object.name())
                                .map(Column::type)
                                .filter(cause.name()::equals)
                                .isPresent();
            default -> false;
        };
    }

    private static boolean needs(Table table, Constraint constraint, Difference cause) {
        return switch (cause.kind()) {
            case TABLE -> constraint.references().equals(cause.name());
            case COLUMN ->
                cause.table().equals(table.name()) && constraint.columns().contains(cause.name())
                        || cause.table().equals(constraint.references())
                                && constraint.referencedColumns().contains(cause.name());
            case KEY -> constraint.references().equals(cause.table());
            default -> false;
        };
    }

    private static boolean needs(Table table, Index index, Difference cause) {
        return switch (cause.kind()) {
            case COLUMN ->
                cause.table().equals(table.name())
                        && (index.keys().stream().anyMatch(key -> names(key, cause.name()))
                                || names(index.predicate(), cause.name()));
            case FUNCTION ->
                index.keys().stream().anyMatch(key -> key.contains(cause.name().replaceFirst("\\(.*", "(")));
            default -> false;
        };
    }

    /** Whether an expression has this name in it. */
    private static boolean names(String expression, String column) {
        return expression.contains("\"" + column + "\"")
                || expression.matches("(?s)(?:.*[^\\w\"'])?" + Pattern.quote(column) + "(?:[^\\w\"'].*)?");
    }
}
