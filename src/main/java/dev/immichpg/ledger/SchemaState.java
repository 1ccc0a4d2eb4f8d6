package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Structure;
import dev.immichpg.ledger.Difference.What;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * After which of Immich's migrations a database is, and in what it differs from what it should hold then.
 *
 * @param migration its number in the ledger; empty where that is not known, or Immich has none that the ledger knows
 * @param unknown why nobody can tell: a sentence; empty where it is told, or the ledger has nothing to say of this database
 * @param differences by table; where it is not known after which migration the database is: objects that are missing all the
 *     same, as table migration_overrides names them
 */
public record SchemaState(OptionalInt migration, String unknown, List<Difference> differences) {

    /** Immich has not run here, or only a release before 1.132.0. */
    public static final SchemaState NOT_APPLICABLE = new SchemaState(OptionalInt.empty(), "", List.of());

    public SchemaState {
        requireNonNull(migration, "migration");
        requireNonNull(unknown, "unknown");
        differences = List.copyOf(differences);
    }

    private static SchemaState unknown(String why) {
        return new SchemaState(OptionalInt.empty(), why, List.of());
    }

    public static SchemaState of(Snapshot is, SchemaLedger ledger) {
        if (is.relation("public", "kysely_migrations").isEmpty()
                || ledger.migrations().isEmpty()) {
            return NOT_APPLICABLE;
        }
        Optional<List<String>> executed = is.history().executedMigrations();
        if (executed.filter(List::isEmpty).isPresent()) {
            return NOT_APPLICABLE;
        }
        if (is.structure().isEmpty()) {
            return unknown("What schema public is made of was not read.");
        }
        Structure structure = is.structure().get();
        if (!structure.whole()) {
            return unknown("Schema public has more than " + Structure.MOST_OBJECTS
                    + " objects: too many to be compared with those of Immich.");
        }
        Optional<List<String>> overrides = is.history().overrides();
        return executed.map(names -> after(structure, names, overrides, ledger)).orElseGet(() -> {
            OptionalInt fits = ledger.bestFit(structure, () -> bestFit(structure, ledger));
            return fits.isEmpty()
                    ? NOT_APPLICABLE
                    : at(fits.getAsInt(), structure, ledger).with(structure, overrides, ledger);
        });
    }

    private static SchemaState at(int migration, Structure structure, SchemaLedger ledger) {
        return new SchemaState(OptionalInt.of(migration), "", ledger.differences(structure, migration));
    }

    private static SchemaState after(
            Structure structure, List<String> names, Optional<List<String>> overrides, SchemaLedger ledger) {
        OptionalInt newest = names.stream()
                .map(ledger::number)
                .flatMapToInt(OptionalInt::stream)
                .max();
        String newestKnown = ledger.migrations().get(ledger.migrations().size() - 1);
        if (newest.isEmpty() || names.stream().anyMatch(name -> name.compareTo(newestKnown) > 0)) {
            return new SchemaState(
                    OptionalInt.empty(),
                    "This database has migrations that the ledger of Immich's schema does not know. It goes up to "
                            + newestKnown + ".",
                    overrides
                            .map(rows -> Overrides.missing(structure, rows, ledger))
                            .orElse(List.of()));
        }
        return at(newest.getAsInt(), structure, ledger).with(structure, overrides, ledger);
    }

    /** And what differs in migration_overrides, where it was read. */
    private SchemaState with(Structure structure, Optional<List<String>> overrides, SchemaLedger ledger) {
        if (overrides.isEmpty() || migration.isEmpty()) {
            return this;
        }
        List<Difference> rows = Overrides.differences(structure, overrides.get(), ledger, migration.getAsInt());
        return rows.isEmpty()
                ? this
                : new SchemaState(
                        migration,
                        unknown,
                        Stream.concat(differences.stream(), rows.stream()).toList());
    }

    /**
     * Where the login is not allowed to read which migrations have run: the one after which there is the least that differs,
     * and of several the last. Only those are compared as a whole whose tables fit best.
     */
    private static OptionalInt bestFit(Structure structure, SchemaLedger ledger) {
        Set<String> known = ledger.tableNames();
        Set<String> there = structure.tables().stream()
                .map(Structure.Table::name)
                .filter(known::contains)
                .collect(Collectors.toSet());
        List<Integer> distances = IntStream.range(0, ledger.migrations().size())
                .mapToObj(number -> ledger.distance(there, number))
                .toList();
        int least = distances.stream().mapToInt(Integer::intValue).min().orElse(0);
        return IntStream.range(0, distances.size())
                .filter(number -> distances.get(number).intValue() == least)
                .mapToObj(number -> at(number, structure, ledger))
                .reduce((one, other) -> other.weight() <= one.weight() ? other : one)
                .map(SchemaState::migration)
                .orElse(OptionalInt.empty());
    }

    private long weight() {
        return differences.stream()
                .filter(d -> d.what() != What.EXTRA || d.known())
                .count();
    }

    /** Nothing differs in the structure itself; of rows in migration_overrides Immich's start knows nothing. */
    public boolean isWhole() {
        return differences.stream().allMatch(d -> d.kind() == Difference.ObjectKind.OVERRIDE);
    }

    /** Of these kinds, and differing in one of these ways. */
    public List<Difference> of(List<Difference.ObjectKind> kinds, List<What> ways) {
        return differences.stream()
                .filter(d -> kinds.contains(d.kind()) && ways.contains(d.what()))
                .toList();
    }
}
