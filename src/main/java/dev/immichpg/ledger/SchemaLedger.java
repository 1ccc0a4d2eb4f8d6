package dev.immichpg.ledger;

import dev.immichpg.catalog.ExpressionText;
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
            List.of(), List.of());

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
    private final List<TriedMigration> tried;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> tableNames;
    private final Set<String> sequenceNames;
    private final Set<String> functionSignatures;
    private final Set<String> enumNames;
    private final Variants tolerated;
    /**
     * By migration; what nobody has asked for is not there yet. Two threads may both make one: it is the same, and of values
     * that never change.
     */
    private final Made[] after;

    private record Made(Structure structure, Set<String> overrides) {}

    private final KeptComparisons<List<Difference>> compared = new KeptComparisons<>();
    private final KeptComparisons<OptionalInt> fitting = new KeptComparisons<>();

    /**
     * Throws IllegalArgumentException, with one sentence, for a migration that an object names and that is not there.
     *
     * @param migrations names in kysely_migrations, in their order; the number of one is its place here
     * @param tables by name
     * @param variants what a sound database may have instead
     * @param tried how migrations end where something is wrong before them
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
            List<TriedMigration> tried) {
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
        this.tried = List.copyOf(tried);
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
        return tried;
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
                there(tables, migration)
                        .map(name -> new Table(
                                name,
                                columnsOf.getOrDefault(name, List.of()),
                                constraintsOf.getOrDefault(name, List.of()),
                                indexesOf.getOrDefault(name, List.of()),
                                triggersOf.getOrDefault(name, List.of())))
                        .toList(),
                there(functions, migration).toList(),
                there(enums, migration).toList(),
                there(sequences, migration).toList(),
                List.of(),
                List.of());
    }

    /** The names in migration_overrides after this migration; none before there is that table. */
    public Set<String> overrides(int migration) {
        return made(migration).overrides();
    }

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

    /** How many of Immich's tables are there and must not be after this migration, or are not there and must. */
    int distance(Set<String> there, int migration) {
        long common = there(tables, migration).filter(there::contains).count();
        long must = there(tables, migration).count();
        return (int) (must - common + there.size() - common);
    }

    private static <T> Stream<T> there(List<Lasting<T>> objects, int migration) {
        return objects.stream().filter(o -> o.isThereAfter(migration)).map(Lasting::object);
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

    /** How this migration ended with this difference; empty: it ran, and left nothing behind. */
    Optional<TriedMigration> tried(TriedMigration.Difference difference, int migration, Difference object) {
        return tried.stream()
                .filter(t -> t.migration() == migration
                        && t.difference() == difference
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
        return tried.stream()
                .filter(t -> t.kind().equals("extension")
                        && t.name().equals(extension)
                        && t.difference() == TriedMigration.Difference.MISSING
                        && t.end() == TriedMigration.End.STOPS
                        && from < t.migration()
                        && t.migration() <= to)
                .min(Comparator.comparingInt(TriedMigration::migration))
                .map(t -> migrations.get(t.migration()));
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
        return there(tables, migration)
                .filter(name -> there(tables, migration - 1).noneMatch(name::equals)
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
        return tables.stream().anyMatch(t -> t.object().equals(table));
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

    private Stream<String> variants(String kind, Tolerance tolerance) {
        return variants.stream()
                .filter(v -> v.tolerance() == tolerance && v.kind().equals(kind))
                .map(Variant::object);
    }
}
