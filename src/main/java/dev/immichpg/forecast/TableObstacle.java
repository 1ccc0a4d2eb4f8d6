package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.catalog.Snapshot.TableGuard.Admits;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What hides the rows of a table from Immich's role, or refuses a row that it inserts (FailureMode.ROWS_HIDDEN,
 * FailureMode.INSERT_REFUSED).
 *
 * @param effect on the statement: it fails, it may fail ({@code UNKNOWN}), or it does nothing and nobody notices ({@code WARNS})
 * @param sentence what was seen, and what comes of it
 * @param check the id of the check that tells of it
 */
public record TableObstacle(Effect effect, String sentence, String check) {

    private static final String CHECK = "start-table-refuses";

    /** The worst that an insertion by Immich meets; empty: as far as the catalogs tell, nothing. */
    static Optional<TableObstacle> ofInserting(Snapshot is, String table) {
        List<TableObstacle> all = Stream.concat(
                        RowSecurity.ofInserting(is, table).stream(),
                        is.tableGuards().stream()
                                .flatMap(List::stream)
                                .filter(guard -> guard.table().equals(table))
                                .flatMap(guard -> of(guard).stream()))
                .toList();
        return Stream.of(Effect.BLOCKS, Effect.UNKNOWN, Effect.WARNS)
                .flatMap(effect -> all.stream().filter(o -> o.effect() == effect))
                .findFirst();
    }

    /** What refuses, or may refuse, rows by itself; empty: {@link RowSecurity}. */
    public static Optional<TableObstacle> of(TableGuard guard) {
        String table = guard.table();
        return switch (guard.kind()) {
            case ROW_SECURITY, PERMISSIVE_POLICY, RESTRICTIVE_POLICY -> Optional.empty();
            case REQUIRED_COLUMN ->
                certain("Column " + guard.name() + " of " + table
                        + " has no default and takes no null, and Immich gives it no value.");
            case GENERATED_COLUMN ->
                certain("Postgres makes the values of column " + guard.name() + " of " + table
                        + " itself, and refuses those that Immich gives.");
            case OTHER_RELATION ->
                guard.admits() == Admits.NONE
                        ? certain(table + " is a materialized view, into which nobody can insert.")
                        : doubtful(table + " is not a plain table. Whether it takes a row is not known.");
            case RULE -> ofRule(guard);
            case TRIGGER ->
                doubtful("Trigger " + guard.name() + " fires when Immich inserts into " + table
                        + ". Whether it lets the row through depends on what it does.");
            case CONSTRAINT ->
                doubtful("Constraint " + guard.name() + " of " + table
                        + " is not Immich's. Whether it lets Immich's rows through is not known.");
            case DOMAIN ->
                doubtful("The type of column " + guard.name() + " of " + table
                        + " is a domain with a check. Whether it lets Immich's values through is not known.");
        };
    }

    private static Optional<TableObstacle> ofRule(TableGuard rule) {
        String seen = "Rule " + rule.name() + " of " + rule.table() + " ";
        if (rule.table().equals("system_metadata")) {
            return certain(seen + "forbids ON CONFLICT, with which Immich writes there.");
        }
        if (rule.command().equals("UPDATE")) {
            return Optional.empty(); // Of the others, Immich's start updates no row.
        }
        if (rule.admits() != Admits.NONE) {
            return doubtful(seen + "changes what Immich inserts. What comes of it is not known.");
        }
        return rule.table().equals("version_history")
                ? certain(seen + "acts instead of an INSERT, and returns no row, which Immich asks for.")
                : Optional.of(new TableObstacle(
                        Effect.WARNS,
                        seen
                                + "acts instead of an INSERT. Immich does not notice that its row is missing, and stops at the"
                                + " start after that.",
                        CHECK));
    }

    private static Optional<TableObstacle> certain(String sentence) {
        return Optional.of(new TableObstacle(Effect.BLOCKS, sentence, CHECK));
    }

    private static Optional<TableObstacle> doubtful(String sentence) {
        return Optional.of(new TableObstacle(Effect.UNKNOWN, sentence, CHECK));
    }

    /** @param more what it means for this start: a sentence, or empty */
    ForecastStep step(String rule, String more) {
        return new ForecastStep(rule, effect, more.isEmpty() ? sentence : sentence + " " + more, List.of(check));
    }

    /** The same where it is not known whether this start inserts. */
    ForecastStep doubt(String rule, String more) {
        return ForecastStep.unknown(rule, sentence + " " + more, check);
    }
}
