package dev.immichpg.ledger;

import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Constraint;
import dev.immichpg.catalog.Structure.Index;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names in Immich's table migration_overrides: {@code function_} with the name of each of its functions, {@code trigger_} of
 * each trigger, {@code index_} of each index that says more than which columns it is on (database.md#overrides).
 */
public final class Overrides {

    /** Since 1.136.0. */
    public static final String TABLE = "migration_overrides";

    /** What a row without an object is called. */
    static final String NO_OBJECT = "row without an object";

    /** A longer list was cut on the server: what is not in it may be there. */
    private static final int MOST = 500;

    static final String FUNCTION = "function_";
    static final String TRIGGER = "trigger_";
    static final String INDEX = "index_";

    /** Of these the checks of vector indexes tell. */
    private static final Set<String> OF_VECTORS = Set.of(INDEX + "clip_index", INDEX + "face_index");

    private Overrides() {}

    /** What stands in the table where the database holds this; nothing where it has no such table. */
    static Set<String> of(Structure release) {
        if (release.table(TABLE).isEmpty()) {
            return Set.of();
        }
        return Stream.concat(
                        functionsAndTriggers(release),
                        release.tables().stream()
                                .flatMap(t -> t.indexes().stream())
                                .filter(Overrides::isMoreThanColumns)
                                .map(i -> INDEX + i.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isMoreThanColumns(Index index) {
        return !index.method().equals("btree")
                || !index.predicate().isEmpty()
                || !index.keys().stream().allMatch(key -> key.matches("\\w+|\"[^\"]+\""));
    }

    private static Stream<String> functionsAndTriggers(Structure structure) {
        return Stream.concat(
                structure.functions().stream().map(f -> FUNCTION + f.name()),
                structure.tables().stream().flatMap(t -> t.triggers().stream()).map(t -> TRIGGER + t.name()));
    }

    /** What rows could name in this structure. */
    private static Set<String> nameable(Structure structure) {
        Set<String> names = new TreeSet<>(functionsAndTriggers(structure).toList());
        for (Table table : structure.tables()) {
            table.indexes().forEach(i -> names.add(INDEX + i.name()));
            table.constraints().stream()
                    .filter(c -> c.kind() == Constraint.Kind.UNIQUE || c.kind() == Constraint.Kind.PRIMARY_KEY)
                    .forEach(c -> names.add(INDEX + c.name()));
        }
        return names;
    }

    /** In what the rows differ from those after this migration. */
    static List<Difference> differences(Structure is, List<String> rows, SchemaLedger ledger, int migration) {
        Set<String> should = ledger.overrides(migration);
        if (should.isEmpty() || should.equals(Set.copyOf(rows))) {
            return List.of();
        }
        List<Difference> found = new ArrayList<>();
        if (rows.size() < MOST) {
            new TreeSet<>(should)
                    .stream()
                            .filter(name -> !rows.contains(name))
                            .forEach(name -> found.add(row(What.MISSING, name, "", "row", true)));
        }
        Set<String> ofRelease = nameable(ledger.after(migration));
        Set<String> there = nameable(is);
        rows.stream()
                .filter(name -> isOfObject(name) && !should.contains(name) && !ofRelease.contains(name))
                .forEach(name -> found.add(row(
                        What.EXTRA,
                        name,
                        there.contains(name) ? "row" : NO_OBJECT,
                        "",
                        ledger.objects().knowsOverride(name))));
        return found;
    }

    private static Difference row(What what, String name, String seen, String expected, boolean known) {
        return new Difference(ObjectKind.OVERRIDE, what, TABLE, name, seen, expected, known);
    }

    /** What the rows name and is not there: all that can be said of a release that is newer than the ledger. */
    static List<Difference> missing(Structure is, List<String> rows, SchemaLedger ledger) {
        Set<String> there = nameable(is);
        return rows.stream()
                .filter(name -> isOfObject(name) && !there.contains(name) && !hasOtherName(name, there, ledger))
                .map(Overrides::missing)
                .toList();
    }

    private static boolean hasOtherName(String name, Set<String> there, SchemaLedger ledger) {
        return name.startsWith(INDEX)
                && ledger.tolerated().names("index", name.substring(INDEX.length())).stream()
                        .anyMatch(other -> there.contains(INDEX + other));
    }

    private static Difference missing(String name) {
        ObjectKind kind = name.startsWith(FUNCTION)
                ? ObjectKind.FUNCTION
                : name.startsWith(TRIGGER) ? ObjectKind.TRIGGER : ObjectKind.INDEX;
        return new Difference(kind, What.MISSING, "", name.substring(name.indexOf('_') + 1), "", kind.kind(), true);
    }

    private static boolean isOfObject(String name) {
        return (name.startsWith(FUNCTION) || name.startsWith(TRIGGER) || name.startsWith(INDEX))
                && !OF_VECTORS.contains(name);
    }

    /** The name of the row of a function, a trigger or an index; of a function without its arguments. */
    public static String rowOf(Difference object) {
        String name = object.kind() == ObjectKind.FUNCTION ? object.name().replaceFirst("\\(.*", "") : object.name();
        return object.kind().kind() + "_" + name;
    }
}
