package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.RowSecurity;
import dev.immichpg.forecast.TableObstacle;
import dev.immichpg.need.Expectation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@link FailureMode#ROWS_HIDDEN}: somebody enabled row level security on Immich's tables, or forced it on their owner. What it
 * hides, Immich takes for absent.
 */
final class RowSecurityInForce {

    /** Of each release from the one on that made them. */
    private static final Set<String> OF_START =
            Set.of("kysely_migrations", "kysely_migrations_lock", "version_history", "system_metadata");

    private RowSecurityInForce() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.tableGuards());
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        Set<String> immichs = new HashSet<>(OF_START);
        immichs.addAll(should.releases().ledger().tableNames());
        return Verdict.of(RowSecurity.tables(is).stream()
                .filter(immichs::contains)
                .map(table -> finding(is, table))
                .toList());
    }

    private static Finding finding(Snapshot is, String table) {
        return new Finding(
                table,
                RowSecurity.ofReading(is, table)
                        .or(() -> RowSecurity.ofInserting(is, table))
                        .map(TableObstacle::sentence)
                        .orElseThrow(),
                "Expected no row level security between Immich and its own rows: what it hides, Immich takes for absent, and"
                        + " what it refuses is an error.",
                new Remedy(List.of(lift(is, table))));
    }

    /** Whoever owns it is stopped by FORCE only. For another role a policy of its own opens nothing to others. */
    private static RemedyStep lift(Snapshot is, String table) {
        String name = Sql.name("public", table);
        if (owns(is, table)) {
            return RemedyStep.immichRole(Phase.GRANT, "ALTER TABLE " + name + " NO FORCE ROW LEVEL SECURITY;");
        }
        if (RowSecurity.isRestricted(is, table)) {
            return RemedyStep.person(
                    Phase.GRANT,
                    "Look at the policies of " + name + " (psql: \\d " + name
                            + ") and at whom they are for: a restrictive one"
                            + " holds back rows from role " + is.effectiveRoleName()
                            + ". Drop it, or make that role the owner of the table");
        }
        return RemedyStep.superuser(
                Phase.GRANT,
                "CREATE POLICY " + Sql.name("all rows for " + is.effectiveRoleName()) + " ON " + name + " TO "
                        + Sql.name(is.effectiveRoleName()) + " USING (true) WITH CHECK (true);");
    }

    /** Of tables that the snapshot does not list by themselves, it lists those of other owners. */
    private static boolean owns(Snapshot is, String table) {
        return is.relation("public", table)
                .map(Relation::roleOwns)
                .orElseGet(() -> is.foreignObjects().stream()
                        .noneMatch(o -> o.kind() == Snapshot.ForeignObject.Kind.TABLE
                                && o.name().equals(table)));
    }
}
