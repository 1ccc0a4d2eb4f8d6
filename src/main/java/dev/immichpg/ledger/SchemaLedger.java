package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Column;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.EnumType;
import dev.immichpg.catalog.Structure.Function;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Sequence;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.catalog.Structure.Trigger;
import dev.immichpg.ledger.Variant.Tolerance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What schema {@code public} holds after each of Immich's migrations since 1.132.0: facts, and no code
 * (database.md#structure).
 *
 * <p>It is read once and asked at each examination. So what follows from the facts is kept, which a record could not do.
 */
public final class SchemaLedger {

    /** Knows no migration. */
    public static final SchemaLedger EMPTY = new SchemaLedger(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List::of);

    private final List<String> migrations;
    private final List<Lasting<String>> tables;
    private final List<Lasting<Column>> columns;
    private final List<Lasting<Constraint>> constraints;
    private final List<Lasting<Index>> indexes;
    private final List<Lasting<Trigger>> triggers;
    private final List<Lasting<Function>> functions;
    private final List<Lasting<EnumType>> enums;
    private final List<Lasting<Sequence>> sequences;
    private final List<Variant> variants;
    private final Supplier<List<TriedMigration>> trials;
    /** One, and null as long as nobody has asked for it; as {@link #after}. */
    private final Tried[] tried = new Tried[1];

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> tableNames;
    private final Set<String> sequenceNames;
    private final Set<String> functionSignatures;
    private final Set<String> enumNames;
    private final Variants tolerated;
    private final LedgerObjects objects;
    /**
     * By migration; what nobody has asked for is not there yet. Two threads may both make one: it is the same, and of values
     * that never change.
     */
    private final Made[] after;

    private record Made(Structure structure, Set<String> overrides) {}

    /** Of a thousand, what is asked for at each examination: those of one migration, and those without an extension. */
    private record Tried(
            List<TriedMigration> all, Map<Integer, List<TriedMigration>> by, List<TriedMigration> withoutExtension) {

        static Tried of(List<TriedMigration> all) {
            return new Tried(
                    List.copyOf(all),
                    all.stream().collect(Collectors.groupingBy(TriedMigration::migration)),
                    all.stream().filter(t -> t.kind().equals("extension")).toList());
        }
    }

    private final KeptComparisons<List<Difference>> compared = new KeptComparisons<>();
    private final KeptComparisons<OptionalInt> fitting = new KeptComparisons<>();

    /**
     * Throws IllegalArgumentException, with one sentence, for a migration that an object names and that is not there.
     *
     * @param migrations names in kysely_migrations, in their order; the number of one is its place here
     * @param tables by name
     * @param variants what a sound database may have instead
     * @param trials gives how migrations end where something is wrong before them; asked for when that is needed
     */
    public SchemaLedger(
            List<String> migrations,
            List<Lasting<String>> tables,
            List<Lasting<Column>> columns,
            List<Lasting<Constraint>> constraints,
            List<Lasting<Index>> indexes,
            List<Lasting<Trigger>> triggers,
            List<Lasting<Function>> functions,
            List<Lasting<EnumType>> enums,
            List<Lasting<Sequence>> sequences,
            List<Variant> variants,
            Supplier<List<TriedMigration>> trials) {
        this.migrations = List.copyOf(migrations);
        this.tables = List.copyOf(tables);
        this.columns = List.copyOf(columns);
        this.constraints = List.copyOf(constraints);
        this.indexes = List.copyOf(indexes);
        this.triggers = List.copyOf(triggers);
        this.functions = List.copyOf(functions);
        this.enums = List.copyOf(enums);
        this.sequences = List.copyOf(sequences);
        this.variants = List.copyOf(variants);
        this.trials = trials;
        int count = migrations.size();
        Stream.of(tables, columns, constraints, indexes, triggers, functions, enums, sequences)
                .flatMap(List::stream)
                .filter(o -> o.since() >= count || o.until() != Lasting.ALWAYS && o.until() >= count)
                .findFirst()
                .ifPresent(o -> {
                    throw new IllegalArgumentException("there is no migration with the number of " + o.object() + ".");
                });
        for (int number = 0; number < count; number++) {
            numbers.putIfAbsent(migrations.get(number), number);
        }
        tableNames = sorted(Stream.of(
                        tables.stream().map(Lasting::object),
                        KyselyTables.ALL.stream().map(Table::name),
                        variants("table", Tolerance.EXTRA))
                .flatMap(names -> names));
        sequenceNames = sorted(Stream.concat(
                sequences.stream().map(s -> s.object().name()),
                variants.stream()
                        .filter(v -> v.kind().equals("sequence"))
                        .map(v -> v.tolerance() == Tolerance.ALSO_NAMED ? v.value() : v.object())));
        functionSignatures = sorted(functions.stream().map(f -> f.object().signature()));
        enumNames = sorted(enums.stream().map(e -> e.object().name()));
        tolerated = new Variants(variants);
        objects = new LedgerObjects(
                this.tables,
                this.columns,
                this.constraints,
                this.indexes,
                this.triggers,
                this.functions,
                this.enums,
                this.sequences,
                this.tables.stream().map(Lasting::object).collect(Collectors.toUnmodifiableSet()));
        after = new Made[count];
    }

    private static Set<String> sorted(Stream<String> names) {
        return Collections.unmodifiableSet(new TreeSet<>(names.toList()));
    }

    /** In what the structure differs from what there should be after that migration. */
    List<Difference> differences(Structure is, int migration) {
        return compared.of(is, migration, () -> SchemaComparison.of(is, this, migration));
    }

    /** After which migration the structure is, as far as it shows: found once for each. */
    OptionalInt bestFit(Structure is, Supplier<OptionalInt> search) {
        return fitting.of(is, 0, search);
    }

    public List<String> migrations() {
        return migrations;
    }

    public List<Lasting<String>> tables() {
        return tables;
    }

    public List<Lasting<Column>> columns() {
        return columns;
    }

    public List<Lasting<Constraint>> constraints() {
        return constraints;
    }

    public List<Lasting<Index>> indexes() {
        return indexes;
    }

    public List<Lasting<Trigger>> triggers() {
        return triggers;
    }

    public List<Lasting<Function>> functions() {
        return functions;
    }

    public List<Lasting<EnumType>> enums() {
        return enums;
    }

    public List<Lasting<Sequence>> sequences() {
        return sequences;
    }

    public List<Variant> variants() {
        return variants;
    }

    public List<TriedMigration> tried() {
        return known().all();
    }

    private Tried known() {
        Tried known = tried[0];
        if (known == null) {
            known = Tried.of(trials.get());
            tried[0] = known;
        }
        return known;
    }

    /** Of all releases, one by one. */
    LedgerObjects objects() {
        return objects;
    }

    /** The variants by what is asked of them. */
    Variants tolerated() {
        return tolerated;
    }

    /** Its number; empty where it is not one of Immich's, or newer than this ledger. */
    public OptionalInt number(String migration) {
        Integer number = numbers.get(migration);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** What there is after this migration and all before it. */
    public Structure after(int migration) {
        return made(migration).structure();
    }

    private Made made(int migration) {
        Made known = after[migration];
        if (known == null) {
            Structure structure = structure(migration);
            known = new Made(structure, Overrides.of(structure));
            after[migration] = known;
        }
        return known;
    }

    private Structure structure(int migration) {
        Map<String, List<Column>> columnsOf = byTable(columns, migration);
        Map<String, List<Constraint>> constraintsOf = byTable(constraints, migration);
        Map<String, List<Index>> indexesOf = byTable(indexes, migration);
        Map<String, List<Trigger>> triggersOf = byTable(triggers, migration);
        return new Structure(
                true,
                Lasting.there(tables, migration)
                        .map(name -> new Table(
                                name,
                                columnsOf.getOrDefault(name, List.of()),
                                constraintsOf.getOrDefault(name, List.of()),
                                indexesOf.getOrDefault(name, List.of()),
                                triggersOf.getOrDefault(name, List.of())))
                        .toList(),
                Lasting.there(functions, migration).toList(),
                Lasting.there(enums, migration).toList(),
                Lasting.there(sequences, migration).toList(),
                List.of(),
                List.of());
    }

    /** The names in migration_overrides after this migration; none before there is that table. */
    public Set<String> overrides(int migration) {
        return made(migration).overrides();
    }

    /** How many of Immich's tables are there and must not be after this migration, or are not there and must. */
    int distance(Set<String> there, int migration) {
        long common = Lasting.there(tables, migration).filter(there::contains).count();
        long must = Lasting.there(tables, migration).count();
        return (int) (must - common + there.size() - common);
    }

    private static <T> Map<String, List<T>> byTable(List<Lasting<T>> objects, int migration) {
        Map<String, List<T>> byTable = new HashMap<>();
        for (Lasting<T> object : objects) {
            if (object.isThereAfter(migration)) {
                byTable.computeIfAbsent(object.table(), table -> new ArrayList<>())
                        .add(object.object());
            }
        }
        return byTable;
    }

    /** Tables that some release has, Kysely's and those of the time before 1.132.0 that stay included. */
    public Set<String> tableNames() {
        return tableNames;
    }

    /** Sequences that some release has. */
    public Set<String> sequenceNames() {
        return sequenceNames;
    }

    /** Functions that some release has: {@code f_unaccent(text)}. */
    public Set<String> functionSignatures() {
        return functionSignatures;
    }

    /** Enums that some release has. */
    public Set<String> enumNames() {
        return enumNames;
    }

    /** What was tried of this migration. */
    List<TriedMigration> tried(int migration) {
        return known().by().getOrDefault(migration, List.of());
    }

    /** How this migration ended with this difference; empty: it ran, and left nothing behind. */
    Optional<TriedMigration> tried(TriedMigration.Difference difference, int migration, Difference object) {
        return tried(migration).stream()
                .filter(t -> t.difference() == difference
                        && t.kind().equals(object.kind().kind())
                        && t.name().equals(object.name())
                        // names of relations are unique in a schema, those of columns and triggers in a table
                        && (t.table().equals(object.table())
                                || t.table().isEmpty()
                                || difference == TriedMigration.Difference.PRESENT
                                        && (t.kind().equals("index") || t.kind().equals("constraint"))))
                .findFirst();
    }

    /**
     * The first migration that stops where this extension is missing.
     *
     * @param from number of the migration after which the database is
     * @param to number of the last one that runs
     */
    public Optional<String> firstThatNeeds(String extension, int from, int to) {
        return known().withoutExtension().stream()
                .filter(t -> t.name().equals(extension)
                        && t.difference() == TriedMigration.Difference.MISSING
                        && t.end() == TriedMigration.End.STOPS
                        && from < t.migration()
                        && t.migration() <= to)
                .min(Comparator.comparingInt(TriedMigration::migration))
                .map(t -> migrations.get(t.migration()));
    }

    private Stream<String> variants(String kind, Tolerance tolerance) {
        return variants.stream()
                .filter(v -> v.tolerance() == tolerance && v.kind().equals(kind))
                .map(Variant::object);
    }
}
