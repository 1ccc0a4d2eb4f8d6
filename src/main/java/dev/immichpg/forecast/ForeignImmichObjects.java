package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.ForeignObject;
import dev.immichpg.catalog.Snapshot.ForeignObject.Kind;
import dev.immichpg.ledger.Lasting;
import dev.immichpg.ledger.MigrationReach;
import dev.immichpg.ledger.SchemaLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is Immich's of the objects in schema {@code public} that its role does not own: by the names that the ledger has, and
 * what a table of Immich's role uses (FailureMode.FOREIGN_OWNER, FailureMode.OBJECT_OF_OTHER_OWNER).
 */
public final class ForeignImmichObjects {

    private static final int NAMED = 10;

    private ForeignImmichObjects() {}

    /** As far as {@link Snapshot#foreignObjects} goes, and the most important tables in any case. */
    public static List<ForeignObject> of(Snapshot is, SchemaLedger ledger) {
        if (is.foreignObjects().isEmpty() && is.tablesOfOthers().isEmpty()) {
            return List.of();
        }
        Set<String> tables = tables(is, ledger);
        Set<String> sequences = ledger.sequenceNames();
        Set<String> enums = ledger.enumNames();
        Set<String> functions = ledger.functionSignatures().stream()
                .map(ForeignImmichObjects::bare)
                .collect(Collectors.toSet());
        List<ForeignObject> objects = new ArrayList<>(is.foreignObjects().stream()
                .filter(o -> o.usedByRole().orElse(false)
                        || switch (o.kind()) {
                            case TABLE -> tables.contains(o.name());
                            case SEQUENCE -> sequences.contains(o.name());
                            case TYPE -> enums.contains(o.name());
                            case FUNCTION -> functions.contains(bare(o.name()));
                            case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> false;
                        })
                .toList());
        is.tablesOfOthers().stream()
                .filter(table -> objects.stream().noneMatch(o -> o.name().equals(table.name())))
                .map(table -> new ForeignObject(Kind.TABLE, table.name(), table.owner(), Optional.of(false)))
                .forEach(objects::add);
        return List.copyOf(objects);
    }

    /** What the migrations after {@code from} up to {@code to} do with it. */
    static MigrationReach reach(SchemaLedger ledger, ForeignObject object, int from, int to) {
        return switch (object.kind()) {
            case TABLE -> MigrationReach.ofTable(ledger, object.name(), from, to);
            case FUNCTION -> MigrationReach.ofFunction(ledger, bare(object.name()), from, to);
            case TYPE -> MigrationReach.ofEnum(ledger, object.name(), from, to);
            case SEQUENCE -> MigrationReach.ofSequence(ledger, object.name(), from, to);
            case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE -> new MigrationReach(MigrationReach.Kind.NONE, "");
        };
    }

    /** {@code session, asset_exif, updated_at() and 12 more}. */
    public static String named(List<ForeignObject> objects) {
        List<String> names = objects.stream().map(ForeignObject::name).toList();
        return names.size() <= NAMED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    /** Those that the database has after its newest migration; of all releases where that is not known. */
    private static Set<String> tables(Snapshot is, SchemaLedger ledger) {
        Set<String> names = new HashSet<>(ledger.tableNames());
        OptionalInt newest = is.history().executedMigrations().stream()
                .flatMap(List::stream)
                .map(ledger::number)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .max();
        if (newest.isPresent()) {
            for (Lasting<String> table : ledger.tables()) {
                names.remove(table.object());
            }
            for (Lasting<String> table : ledger.tables()) {
                if (table.isThereAfter(newest.getAsInt())) {
                    names.add(table.object());
                }
            }
        }
        return names;
    }

    /** {@code f_unaccent(text)} without its arguments. */
    private static String bare(String function) {
        int end = function.indexOf('(');
        return end < 0 ? function : function.substring(0, end);
    }
}
