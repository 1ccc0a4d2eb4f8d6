package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The constraints of one table. */
record ConstraintComparison(
        Table table, Table expected, Variants variants, SchemaLedger ledger, Consumer<Difference> found) {

    void compare() {
        List<Constraint> others = new ArrayList<>(table.constraints());
        List<Constraint> absent = new ArrayList<>();
        for (Constraint should : expected.constraints()) {
            List<String> names = variants.names("constraint", table.name() + "." + should.name());
            Optional<Constraint> there =
                    others.stream().filter(c -> names.contains(c.name())).findFirst();
            there.ifPresent(others::remove);
            there.ifPresentOrElse(constraint -> same(constraint, should), () -> absent.add(should));
        }
        absent.forEach(should -> underOtherName(should, others));
        others.stream().filter(c -> !isTolerated(c)).forEach(this::extra);
    }

    private void same(Constraint constraint, Constraint should) {
        if (!constraint.demandsAs(should)) {
            tell(should, What.DIFFERENT, SchemaComparison.text(constraint));
        } else if (!constraint.valid()) {
            tell(should, What.INVALID, "not valid");
        }
    }

    private void underOtherName(Constraint should, List<Constraint> others) {
        Optional<String> other = others.stream()
                .filter(c -> c.demandsAs(should) && c.valid())
                .findFirst()
                .map(c -> {
                    others.remove(c);
                    return c.name();
                })
                .or(() -> should.kind() == Constraint.Kind.UNIQUE ? uniqueIndex(should) : Optional.empty());
        other.ifPresentOrElse(name -> tell(should, What.RENAMED, name), () -> tell(should, What.MISSING, ""));
    }

    /** It keeps the rows as unique as the constraint would. */
    private Optional<String> uniqueIndex(Constraint should) {
        return table.indexes().stream()
                .filter(i -> i.unique()
                        && i.valid()
                        && i.predicate().isEmpty()
                        && i.keys().stream()
                                .map(ConstraintComparison::bare)
                                .toList()
                                .equals(should.columns())
                        && expected.index(i.name()).isEmpty())
                .map(Index::name)
                .findFirst();
    }

    private static String bare(String key) {
        return key.startsWith("\"") ? key.substring(1, key.length() - 1).replace("\"\"", "\"") : key;
    }

    private boolean isTolerated(Constraint constraint) {
        return variants.has(Tolerance.EXTRA, "constraint", table.name() + "." + constraint.name());
    }

    private void tell(Constraint should, What what, String seen) {
        found.accept(new Difference(
                kind(should), what, table.name(), should.name(), seen, SchemaComparison.text(should), true));
    }

    private void extra(Constraint constraint) {
        found.accept(new Difference(
                kind(constraint),
                What.EXTRA,
                table.name(),
                constraint.name(),
                SchemaComparison.text(constraint),
                "",
                ledger.objects().knowsConstraint(constraint.name())));
    }

    private static ObjectKind kind(Constraint constraint) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY, UNIQUE -> ObjectKind.KEY;
            case FOREIGN_KEY -> ObjectKind.FOREIGN_KEY;
            case CHECK -> ObjectKind.CHECK;
            case OTHER -> ObjectKind.EXCLUSION;
        };
    }
}
