package dev.immichpg.ledger;

import static java.util.Objects.requireNonNull;

import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.TriedMigration.End;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How Immich's migrations end on a database that differs, as far as it was tried: with one difference at a time.
 *
 * @param end how they end
 * @param sentence what there is to say; empty where they simply run
 */
public record UpgradeTrial(Outcome end, String sentence) {

    public UpgradeTrial {
        requireNonNull(end, "end");
        requireNonNull(sentence, "sentence");
    }

    public enum Outcome {
        PASSES,
        /** They run, and what differs stays as it is. */
        STAYS,
        STOPS,
        /** Nobody has tried it. */
        UNTRIED
    }

    private static final UpgradeTrial PASSES = new UpgradeTrial(Outcome.PASSES, "");

    /** Indexes, tables … share their names, tables and types as well: one stops the making of another. */
    private static final Set<ObjectKind> NAMED_AS_TABLES = Set.of(
            ObjectKind.TABLE,
            ObjectKind.OTHER_RELATION,
            ObjectKind.KEY,
            ObjectKind.UNIQUE_INDEX,
            ObjectKind.INDEX,
            ObjectKind.SEQUENCE,
            ObjectKind.ENUM);

    /**
     * @param from number of the migration after which the database is
     * @param to number of the last one that runs
     */
    public static UpgradeTrial of(List<Difference> differences, SchemaLedger ledger, int from, int to) {
        if (to <= from) {
            return PASSES;
        }
        List<Difference> causes = new Consequences(ledger.after(from)).removedFrom(differences);
        List<UpgradeTrial> ends = causes.stream()
                .map(difference -> of(difference, ledger, from, to))
                .filter(end -> end.end() != Outcome.PASSES)
                .toList();
        Optional<UpgradeTrial> stops = first(ends, Outcome.STOPS);
        if (stops.isPresent()) {
            return stops.get();
        }
        Optional<UpgradeTrial> untried = first(ends, Outcome.UNTRIED);
        if (untried.isPresent()) {
            return untried.get();
        }
        long several = causes.stream().filter(d -> matters(d, ledger, from, to)).count();
        if (several > 1) {
            return new UpgradeTrial(
                    Outcome.UNTRIED,
                    "Several objects of schema public differ, and Immich's migrations were tried with one at a time.");
        }
        return first(ends, Outcome.STAYS).orElse(PASSES);
    }

    private static Optional<UpgradeTrial> first(List<UpgradeTrial> ends, Outcome outcome) {
        return ends.stream().filter(e -> e.end() == outcome).findFirst();
    }

    private static UpgradeTrial of(Difference difference, SchemaLedger ledger, int from, int to) {
        return switch (difference.what()) {
            case MISSING ->
                switch (difference.kind()) {
                    case ENUM_VALUE -> untried(difference, "is missing");
                    case OVERRIDE -> PASSES; // they are updated and deleted by name: nothing fails where there is none
                    default -> missing(difference, ledger, from, to);
                };
            case RENAMED -> renamed(difference, ledger, from, to);
            case EXTRA -> extra(difference, ledger, from, to);
            case DISABLED -> PASSES;
            case INVALID -> invalid(difference);
            case DIFFERENT ->
                difference.kind() == ObjectKind.INDEX && isUntouched(difference, ledger, from, to)
                        ? stays(difference, "is not what its release has")
                        : untried(difference, "is not what its release has");
        };
    }

    private static UpgradeTrial missing(Difference difference, SchemaLedger ledger, int from, int to) {
        for (int number = from + 1; number <= to; number++) {
            Optional<TriedMigration> tried = ledger.tried(TriedMigration.Difference.MISSING, number, difference);
            boolean ends = ledger.objects().changes(difference, number);
            if (tried.filter(t -> t.end() == End.STOPS).isPresent()) {
                return stops(ledger, number, tried.get(), difference, "is missing");
            }
            if (tried.filter(t -> t.end() == End.PERHAPS).isPresent()) {
                return untried(
                        difference,
                        "is missing, and one text of migration "
                                + ledger.migrations().get(number) + " needs it");
            }
            if (tried.isPresent() && ends && number < to) {
                return untried(difference, "is missing, and is made anew or renamed without it");
            }
            if (ends) {
                return tried.isPresent() ? stays(difference, "is missing") : PASSES;
            }
        }
        return stays(difference, "is missing");
    }

    /** A constraint NOT VALID is renamed and dropped as any other; a key that is not valid is none for a foreign key. */
    private static UpgradeTrial invalid(Difference difference) {
        return switch (difference.kind()) {
            case INDEX -> PASSES;
            case FOREIGN_KEY, CHECK -> stays(difference, "is not valid");
            default -> untried(difference, "is not valid");
        };
    }

    /** What a migration names it does not find, as if it were missing. */
    private static UpgradeTrial renamed(Difference difference, SchemaLedger ledger, int from, int to) {
        for (int number = from + 1; number <= to; number++) {
            Optional<TriedMigration> tried = ledger.tried(TriedMigration.Difference.MISSING, number, difference);
            if (tried.filter(t -> t.end() == End.STOPS).isPresent()) {
                return stops(ledger, number, tried.get(), difference, "has the name " + difference.seen());
            }
            if (tried.isPresent() || ledger.objects().changes(difference, number)) {
                return untried(difference, "has the name " + difference.seen());
            }
        }
        return PASSES;
    }

    private static UpgradeTrial extra(Difference difference, SchemaLedger ledger, int from, int to) {
        for (int number = from + 1; number <= to; number++) {
            Optional<TriedMigration> tried = ledger.tried(
                    difference.isOfResult()
                            ? TriedMigration.Difference.OTHER_RESULT
                            : TriedMigration.Difference.PRESENT,
                    number,
                    difference);
            if (tried.filter(t -> t.end() == End.STOPS).isPresent()) {
                return stops(ledger, number, tried.get(), difference, "is there already");
            }
            if (NAMED_AS_TABLES.contains(difference.kind())
                    && ledger.objects().makesRelation(difference.name(), number)) {
                return untried(difference, "has a name that a migration needs");
            }
            if (difference.kind() == ObjectKind.OVERRIDE && ledger.objects().makesOverride(difference.name(), number)) {
                return untried(difference, "is there already");
            }
            if (difference.kind() == ObjectKind.TRIGGER && ledger.objects().makesTrigger(difference.name(), number)) {
                return PASSES; // each of these was tried: it is replaced, or stands on another table
            }
            if (difference.kind() == ObjectKind.COLUMN && ledger.objects().endsTable(difference.table(), number)) {
                return isMadeLater(difference, ledger, number, to)
                        ? untried(difference, "has a name that a migration needs after its table is renamed")
                        : PASSES;
            }
        }
        if (difference.kind() == ObjectKind.COLUMN && demandsAValue(difference)) {
            return untried(difference, "demands a value that Immich does not give");
        }
        return switch (difference.kind()) {
            case ENUM_VALUE ->
                isUntouched(difference, ledger, from, to) ? PASSES : untried(difference, "is there already");
            case KEY, FOREIGN_KEY, CHECK, EXCLUSION, TRIGGER, RULE -> untried(difference, "is not Immich's");
            case UNIQUE_INDEX ->
                ledger.objects().isImmichs(difference.table()) ? untried(difference, "is not Immich's") : PASSES;
            default -> PASSES;
        };
    }

    private static boolean isMadeLater(Difference column, SchemaLedger ledger, int after, int to) {
        return IntStream.rangeClosed(after, to)
                .anyMatch(number -> ledger.objects().makesColumn(column.name(), number));
    }

    /** A row without it is refused. */
    private static boolean demandsAValue(Difference column) {
        return column.seen().endsWith(" not null");
    }

    /** Those which never mattered in any trial are as good as one. */
    private static boolean matters(Difference difference, SchemaLedger ledger, int from, int to) {
        return switch (difference.what()) {
            case MISSING, RENAMED ->
                !(isUntouched(difference, ledger, from, to)
                        && List.of(
                                        ObjectKind.INDEX,
                                        ObjectKind.UNIQUE_INDEX,
                                        ObjectKind.FOREIGN_KEY,
                                        ObjectKind.TRIGGER,
                                        ObjectKind.CHECK,
                                        ObjectKind.OVERRIDE)
                                .contains(difference.kind()));
            case EXTRA, DISABLED -> false;
            case INVALID -> difference.kind() == ObjectKind.KEY || difference.kind() == ObjectKind.UNIQUE_INDEX;
            case DIFFERENT -> difference.kind() != ObjectKind.INDEX;
        };
    }

    private static boolean isUntouched(Difference difference, SchemaLedger ledger, int from, int to) {
        return IntStream.rangeClosed(from + 1, to)
                .noneMatch(number -> ledger.objects().changes(difference, number));
    }

    private static UpgradeTrial stops(
            SchemaLedger ledger, int number, TriedMigration tried, Difference difference, String how) {
        return new UpgradeTrial(
                Outcome.STOPS,
                sentence(difference, how) + " Migration " + ledger.migrations().get(number) + " stops at it: "
                        + tried.error() + " (" + tried.sqlState() + ").");
    }

    private static UpgradeTrial stays(Difference difference, String how) {
        return new UpgradeTrial(
                Outcome.STAYS, sentence(difference, how) + " Immich's migrations run, and do not mend it.");
    }

    private static UpgradeTrial untried(Difference difference, String how) {
        return new UpgradeTrial(
                Outcome.UNTRIED, sentence(difference, how) + " How Immich's migrations end on that was not tried.");
    }

    private static String sentence(Difference difference, String how) {
        String kind = difference.kind().kind();
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " " + difference.name()
                + (difference.table().isEmpty() || difference.kind() == ObjectKind.TABLE
                        ? ""
                        : " of " + difference.table())
                + " " + how + ".";
    }
}
