package dev.immichpg.ledger;

import dev.immichpg.catalog.ExpressionText;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The indexes of one table, but for those of keys. */
record IndexComparison(
        Table table, Table expected, Variants variants, SchemaLedger ledger, Consumer<Difference> found) {

    void compare() {
        List<Index> others = new ArrayList<>(table.indexes());
        List<Index> absent = new ArrayList<>();
        for (Index should : expected.indexes()) {
            List<String> names = variants.names("index", should.name());
            Optional<Index> there =
                    others.stream().filter(i -> names.contains(i.name())).findFirst();
            there.ifPresent(others::remove);
            there.ifPresentOrElse(index -> same(index, should), () -> absent.add(should));
        }
        for (Index should : absent) {
            Optional<Index> other =
                    others.stream().filter(i -> i.valid() && isSame(i, should)).findFirst();
            other.ifPresent(others::remove);
            if (other.isPresent()) {
                tell(should, What.RENAMED, other.get().name());
            } else if (!variants.has(Tolerance.MISSING, "index", should.name())) {
                tell(should, What.MISSING, "");
            }
        }
        others.removeIf(this::isOnVectors);
        others.forEach(index -> found.accept(new Difference(
                kind(index),
                index.valid() ? What.EXTRA : What.INVALID,
                table.name(),
                index.name(),
                index.valid() ? text(index) : "not valid",
                "",
                ledger.objects().knowsIndex(index.name()))));
    }

    /** Of these the checks of vector indexes tell. */
    private boolean isOnVectors(Index index) {
        return index.keys().stream()
                .flatMap(key -> expected.column(key).stream())
                .anyMatch(column -> column.type().equals(Column.VECTOR));
    }

    private void same(Index index, Index should) {
        if (!isSame(index, should)) {
            tell(should, What.DIFFERENT, text(index));
        } else if (!index.valid()) {
            tell(should, What.INVALID, "not valid");
        }
    }

    private boolean isSame(Index index, Index should) {
        return index.unique() == should.unique()
                && (index.method().equals(should.method())
                        || variants.values(Tolerance.ALSO_BY, "index", should.name())
                                .contains(index.method()))
                && ExpressionText.same(should.predicate(), index.predicate())
                && index.keys().size() == should.keys().size()
                && IntStream.range(0, should.keys().size())
                        .allMatch(i -> ExpressionText.same(
                                should.keys().get(i), index.keys().get(i)));
    }

    private void tell(Index should, What what, String seen) {
        found.accept(new Difference(kind(should), what, table.name(), should.name(), seen, text(should), true));
    }

    private static ObjectKind kind(Index index) {
        return index.unique() ? ObjectKind.UNIQUE_INDEX : ObjectKind.INDEX;
    }

    private static String text(Index index) {
        return (index.unique() ? "unique " : "") + index.method() + " (" + String.join(", ", index.keys()) + ")"
                + (index.predicate().isEmpty() ? "" : " where " + index.predicate());
    }
}
