package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.catalog.Snapshot.TableGuard.Admits;
import dev.immichpg.catalog.Snapshot.TableGuard.Kind;
import dev.immichpg.forecast.ForecastStep.Effect;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Row level security that is in force for Immich's role: hidden rows are no error, it reads as if they were not there
 * (FailureMode.ROWS_HIDDEN).
 */
public final class RowSecurity {

    static final String CHECK = "row-security-in-force";

    private static final String SETTING = "row_security";

    private RowSecurity() {}

    /** Tables whose rows it may hide from the role, or refuse. */
    public static List<String> tables(Snapshot is) {
        return is.tableGuards().stream()
                .flatMap(List::stream)
                .filter(guard -> guard.kind() == Kind.ROW_SECURITY)
                .map(TableGuard::table)
                .filter(table -> ofReading(is, table).isPresent()
                        || ofInserting(is, table).isPresent())
                .toList();
    }

    /** The role reads no row of it, not each, or not at all; empty: it reads each. */
    public static Optional<TableObstacle> ofReading(Snapshot is, String table) {
        return of(is, table, "SELECT", "read");
    }

    public static Optional<TableObstacle> ofInserting(Snapshot is, String table) {
        return of(is, table, "INSERT", "insert");
    }

    /** Postgres then refuses a query that it would have to hide rows from. */
    static boolean isError(Snapshot is) {
        return EffectiveSetting.of(is, SETTING)
                .flatMap(EffectiveSetting::bool)
                .filter(on -> !on)
                .isPresent();
    }

    /** Whether somebody restricts even those rows that another policy permits. */
    public static boolean isRestricted(Snapshot is, String table) {
        return guards(is, table).anyMatch(guard -> guard.kind() == Kind.RESTRICTIVE_POLICY);
    }

    private static Optional<TableObstacle> of(Snapshot is, String table, String command, String verb) {
        if (guards(is, table).noneMatch(guard -> guard.kind() == Kind.ROW_SECURITY)) {
            return Optional.empty();
        }
        String seen = "Row level security of table " + table + " is in force for role " + is.effectiveRoleName();
        if (isError(is)) {
            return obstacle(Effect.BLOCKS, seen + ", and " + SETTING + " is off: each query of the table is an error.");
        }
        List<TableGuard> policies = guards(is, table)
                .filter(guard -> guard.command().equals(command))
                .toList();
        if (any(policies, Kind.PERMISSIVE_POLICY, RowSecurity::admits)
                && !any(policies, Kind.RESTRICTIVE_POLICY, policy -> !admits(policy))) {
            return Optional.empty();
        }
        boolean none = !any(policies, Kind.PERMISSIVE_POLICY, policy -> !refuses(policy))
                || any(policies, Kind.RESTRICTIVE_POLICY, RowSecurity::refuses);
        return none
                ? obstacle(Effect.BLOCKS, seen + ", and no policy lets it " + verb + " a row.")
                : obstacle(
                        Effect.UNKNOWN,
                        seen + ". Which rows it is allowed to " + verb
                                + " depends on the expressions of the policies.");
    }

    private static Optional<TableObstacle> obstacle(Effect effect, String sentence) {
        return Optional.of(new TableObstacle(effect, sentence, CHECK));
    }

    private static boolean any(List<TableGuard> policies, Kind kind, Predicate<TableGuard> which) {
        return policies.stream().anyMatch(policy -> policy.kind() == kind && which.test(policy));
    }

    private static boolean admits(TableGuard policy) {
        return policy.admits() == Admits.ALL;
    }

    private static boolean refuses(TableGuard policy) {
        return policy.admits() == Admits.NONE;
    }

    private static Stream<TableGuard> guards(Snapshot is, String table) {
        return is.tableGuards().stream()
                .flatMap(List::stream)
                .filter(guard -> guard.table().equals(table));
    }
}
