package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Dependent;
import dev.immichpg.catalog.Structure.Dependent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Somebody else's view, policy, key … which depends on a table or a column that one of Immich's migrations drops or gives
 * another type: Postgres refuses that, and Immich stops (database.md#structure).
 *
 * @param migration its name
 * @param certain false: what the migration does may also be to rename the column, which Postgres does not refuse
 * @param error what Postgres says
 */
public record InTheWay(Dependent dependent, String migration, boolean certain, String error) {
    public InTheWay {
        requireNonNull(dependent, "dependent");
        requireNonNull(migration, "migration");
        requireNonNull(error, "error");
    }

    /**
     * @param from number of the migration after which the database is
     * @param to number of the last one that runs
     * @return the first migration for each that is in the way of any
     */
    public static List<InTheWay> of(Structure is, SchemaLedger ledger, int from, int to) {
        if (to <= from) {
            return List.of();
        }
        return Stream.concat(is.dependents().stream(), keysOfOtherTables(is, ledger))
                .filter(d -> d.kind() != Kind.TRIGGER || !ledger.objects().hasTrigger(d.table(), d.name(), from))
                .flatMap(d -> (d.kind() == Kind.PARTITIONED
                                ? ofPartitioned(d, ledger, from, to)
                                : first(d, d.table(), ledger, from + 1, to))
                        .stream())
                .toList();
    }

    private static Optional<InTheWay> ofPartitioned(Dependent d, SchemaLedger ledger, int from, int to) {
        MigrationReach reach = MigrationReach.ofTable(ledger, d.table(), from, to);
        return reach.kind() == MigrationReach.Kind.NONE
                ? Optional.empty()
                : Optional.of(new InTheWay(d, reach.migration(), false, ""));
    }

    private static Stream<Dependent> keysOfOtherTables(Structure is, SchemaLedger ledger) {
        return is.tables().stream()
                .filter(table -> !ledger.objects().isImmichs(table.name()))
                .flatMap(table -> table.constraints().stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                        .flatMap(c -> c.referencedColumns().stream()
                                .map(column -> new Dependent(
                                        Kind.FOREIGN_KEY, table.name() + "." + c.name(), c.references(), column))));
    }

    private static Optional<InTheWay> first(Dependent d, String table, SchemaLedger ledger, int from, int to) {
        for (int number = from; number <= to; number++) {
            if (ledger.objects().endsTable(table, number)) {
                return atItsEnd(d, table, ledger, number, to);
            }
            Optional<Column> before = ledger.objects().column(table, d.column(), number - 1);
            if (before.isPresent()) {
                Optional<Column> after = ledger.objects().column(table, d.column(), number);
                if (after.isEmpty() && d.kind() == Kind.DROPPED_GENERATED_COLUMN) {
                    return Optional.empty();
                }
                if (d.kind() == Kind.INHERITED_COLUMN
                        && !after.map(Column::type).equals(before.map(Column::type))) {
                    return Optional.of(new InTheWay(
                            d,
                            ledger.migrations().get(number),
                            true,
                            "cannot " + (after.isEmpty() ? "drop or rename" : "alter") + " inherited column \""
                                    + d.column() + "\" (42P16)"));
                }
                if (after.isEmpty()) {
                    boolean renamed =
                            ledger.objects().addsColumn(table, before.get().type(), number);
                    return Optional.of(new InTheWay(
                            d,
                            ledger.migrations().get(number),
                            !renamed,
                            "cannot drop column " + d.column() + " of table " + table
                                    + " because other objects depend on it (2BP01)"));
                }
                if (!after.get().type().equals(before.get().type())) {
                    return Optional.of(ofType(d, ledger.migrations().get(number)));
                }
            }
        }
        return Optional.empty();
    }

    /** Views and keys of others follow a table under its new name. */
    private static Optional<InTheWay> atItsEnd(Dependent d, String table, SchemaLedger ledger, int number, int to) {
        List<String> names = ledger.objects().renamed(table, number);
        if (!names.isEmpty()) {
            List<InTheWay> found = new ArrayList<>();
            names.forEach(name -> first(d, name, ledger, number + 1, to).ifPresent(found::add));
            return found.stream().findFirst();
        }
        return d.belongsToTable()
                ? Optional.empty()
                : Optional.of(new InTheWay(
                        d,
                        ledger.migrations().get(number),
                        true,
                        "cannot drop table " + table + " because other objects depend on it (2BP01)"));
    }

    private static InTheWay ofType(Dependent d, String migration) {
        boolean certain = d.kind() != Kind.PUBLICATION && d.kind() != Kind.FOREIGN_KEY && d.kind() != Kind.TABLE;
        return new InTheWay(
                d,
                migration,
                certain,
                "cannot alter type of a column used "
                        + switch (d.kind()) {
                            case VIEW, MATERIALIZED_VIEW, RULE -> "by a view or rule";
                            case POLICY -> "in a policy definition";
                            case TRIGGER -> "in a trigger definition";
                            case GENERATED_COLUMN, DROPPED_GENERATED_COLUMN -> "by a generated column";
                            case FUNCTION -> "by a function or procedure";
                            case PUBLICATION -> "by a publication WHERE clause";
                            case FOREIGN_KEY, TABLE, PARTITIONED, INHERITED_COLUMN -> "elsewhere";
                        }
                        + " (0A000)");
    }

    /** {@code view photos}. */
    public String object() {
        Kind of = dependent.kind() == Kind.DROPPED_GENERATED_COLUMN ? Kind.GENERATED_COLUMN : dependent.kind();
        return of.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + dependent.name();
    }

    /** What depends on what, and which migration it stops. */
    public String sentence() {
        if (dependent.kind() == Kind.PARTITIONED) {
            return "Table " + dependent.table() + " is partitioned. Migration " + migration
                    + " changes it, and was tried on a table that is not.";
        }
        if (dependent.kind() == Kind.INHERITED_COLUMN) {
            return "Column " + dependent.column() + " of " + dependent.table() + " is inherited from table "
                    + dependent.name() + ". Migration " + migration + " stops at it: " + error + ".";
        }
        String object = object();
        return Character.toUpperCase(object.charAt(0)) + object.substring(1) + " depends on "
                + (dependent.column().isEmpty() ? "table " : "column " + dependent.column() + " of ")
                + dependent.table() + ". Migration " + migration
                + (certain ? " stops at it: " : " stops at it, unless it only renames the column: ") + error + ".";
    }
}
