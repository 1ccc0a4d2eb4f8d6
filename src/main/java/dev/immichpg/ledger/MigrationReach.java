package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the migrations of an upgrade do with an object, as far as its owner matters: by what the ledger has before and after
 * each of them, and by what stopped them when it was missing.
 *
 * @param kind how much
 * @param migration the first that does it; empty for {@link Kind#NONE}
 */
public record MigrationReach(Kind kind, String migration) {

    private static final MigrationReach NONE = new MigrationReach(Kind.NONE, "");

    public enum Kind {
        /** They do without it. */
        NONE,
        /** They read or write it, point to it, or change it and change it back: nobody has tried which of these. */
        NAMES,
        /** They alter, replace or drop it, which only its owner is allowed to. */
        ALTERS
    }

    /**
     * @param from number of the migration after which the database is
     * @param to number of the last one that runs
     */
    public static MigrationReach ofTable(SchemaLedger ledger, String table, int from, int to) {
        List<Lasting<?>> itself = named(ledger.tables(), table::equals);
        List<Lasting<?>> parts = Stream.<List<? extends Lasting<?>>>of(
                        ledger.columns(), ledger.constraints(), ledger.indexes())
                .flatMap(List::stream)
                .filter(part -> part.table().equals(table))
                .<Lasting<?>>map(part -> part)
                .toList();
        // A new one needs TRIGGER only.
        List<Lasting<?>> triggers = ledger.triggers().stream()
                .filter(trigger -> trigger.table().equals(table))
                .<Lasting<?>>map(trigger -> trigger)
                .toList();
        return first(
                        ledger,
                        from,
                        to,
                        number -> begins(parts, number) && !begins(itself, number)
                                || ends(parts, number)
                                || ends(itself, number)
                                || ends(triggers, number)
                                || tried(ledger, number)
                                        .anyMatch(t -> t.table().equals(table)
                                                && (t.kind().equals("index")
                                                        || t.kind().equals("trigger"))))
                .map(migration -> new MigrationReach(Kind.ALTERS, migration))
                .or(() -> first(
                                ledger,
                                from,
                                to,
                                number -> tried(ledger, number)
                                                .anyMatch(t -> t.table().equals(table)
                                                        || t.kind().equals("table")
                                                                && t.name().equals(table))
                                        || begins(triggers, number))
                        .map(migration -> new MigrationReach(Kind.NAMES, migration)))
                .orElse(NONE);
    }

    /** @param name without its arguments. Whoever calls it does not need to own it. */
    public static MigrationReach ofFunction(SchemaLedger ledger, String name, int from, int to) {
        List<Lasting<?>> functions = ledger.functions().stream()
                .filter(f -> f.object().name().equals(name))
                .<Lasting<?>>map(f -> f)
                .toList();
        List<String> signatures = ledger.functions().stream()
                .map(Lasting::object)
                .filter(f -> f.name().equals(name))
                .map(Function::signature)
                .toList();
        return altered(first(
                ledger,
                from,
                to,
                number -> begins(functions, number)
                        || ends(functions, number)
                        || ledger.tried(number).stream()
                                .anyMatch(t -> t.difference() == TriedMigration.Difference.OTHER_RESULT
                                        && signatures.contains(t.name()))));
    }

    /** Whoever uses it does not need to own it. */
    public static MigrationReach ofEnum(SchemaLedger ledger, String name, int from, int to) {
        List<Lasting<?>> enums =
                named(ledger.enums().stream().map(MigrationReach::byName).toList(), name::equals);
        return altered(first(ledger, from, to, number -> begins(enums, number) || ends(enums, number)));
    }

    public static MigrationReach ofSequence(SchemaLedger ledger, String name, int from, int to) {
        List<Lasting<?>> sequences = ledger.sequences().stream()
                .filter((Lasting<Sequence> s) -> s.object().name().equals(name))
                .<Lasting<?>>map(s -> s)
                .toList();
        return altered(first(ledger, from, to, number -> begins(sequences, number) || ends(sequences, number)));
    }

    private static MigrationReach altered(Optional<String> migration) {
        return migration.map(name -> new MigrationReach(Kind.ALTERS, name)).orElse(NONE);
    }

    private static Lasting<String> byName(Lasting<EnumType> type) {
        return new Lasting<>(type.since(), type.until(), "", type.object().name());
    }

    private static List<Lasting<?>> named(List<Lasting<String>> objects, Predicate<String> name) {
        return objects.stream()
                .filter(o -> name.test(o.object()))
                .<Lasting<?>>map(o -> o)
                .toList();
    }

    /** What perhaps stops without an object only writes rows, for which nobody needs to own it. */
    private static Stream<TriedMigration> tried(SchemaLedger ledger, int number) {
        return ledger.tried(number).stream()
                .filter(t ->
                        t.difference() == TriedMigration.Difference.MISSING && t.end() != TriedMigration.End.PERHAPS);
    }

    private static boolean begins(List<Lasting<?>> objects, int number) {
        return objects.stream().anyMatch(o -> o.since() == number);
    }

    private static boolean ends(List<Lasting<?>> objects, int number) {
        return objects.stream().anyMatch(o -> o.until() == number);
    }

    private static Optional<String> first(SchemaLedger ledger, int from, int to, IntPredicate does) {
        return IntStream.rangeClosed(from + 1, to)
                .filter(does)
                .mapToObj(number -> ledger.migrations().get(number))
                .findFirst();
    }
}
