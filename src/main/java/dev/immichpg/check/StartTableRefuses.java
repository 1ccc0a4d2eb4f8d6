package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.TableGuard;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.forecast.MemberMissing;
import dev.immichpg.forecast.TableObstacle;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@link FailureMode#INSERT_REFUSED}: a right that the owner lost, a column, a rule or the kind of the table stops Immich where it
 * reads or writes what each start, or each upgrade, does. What may do so depending on what it does is not told of here.
 */
final class StartTableRefuses {

    private static final List<String> TABLES =
            List.of("kysely_migrations", "kysely_migrations_lock", "system_metadata", "version_history");

    private static final String UUID = "uuid-ossp";

    private StartTableRefuses() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<TableGuard> guards = HiddenFacts.looked(is.tableGuards());
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        return Verdict.of(TABLES.stream()
                .flatMap(table -> finding(is, table, guards).stream())
                .toList());
    }

    private static Optional<Finding> finding(Snapshot is, String table, List<TableGuard> guards) {
        List<String> seen = new ArrayList<>();
        List<RemedyStep> steps = new ArrayList<>();
        if (lostRights(is, table)) {
            seen.add("Role " + is.effectiveRoleName() + " owns table " + table
                    + ", and is not allowed to read it and to write to it.");
            steps.add(step(
                    is,
                    table,
                    "GRANT ALL ON " + Sql.name("public", table) + " TO " + Sql.name(is.effectiveRoleName()) + ";"));
        }
        for (TableGuard guard : guards) {
            Optional<TableObstacle> obstacle =
                    TableObstacle.of(guard).filter(o -> guard.table().equals(table) && o.effect() != Effect.UNKNOWN);
            if (obstacle.isPresent()) {
                seen.add(obstacle.get().sentence());
                steps.add(lift(is, guard));
            }
        }
        return seen.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        table,
                        String.join(" ", seen),
                        "Expected the table as Immich made it: its start reads it, and an upgrade inserts into it.",
                        new Remedy(steps)));
    }

    /** Of tables of other owners {@code object-owned-by-other} tells. */
    private static boolean lostRights(Snapshot is, String table) {
        Optional<Relation> relation = is.relation("public", table).filter(Relation::roleOwns);
        return relation.filter(r ->
                        !r.roleCanSelect() || is.unwritableTables().stream().anyMatch(tables -> tables.contains(table)))
                .isPresent();
    }

    private static RemedyStep lift(Snapshot is, TableGuard guard) {
        String table = Sql.name("public", guard.table());
        String column = "ALTER COLUMN " + Sql.name(guard.name());
        return switch (guard.kind()) {
            case REQUIRED_COLUMN ->
                new RemedyStep(
                        // The function of the default may have to be created first.
                        MemberMissing.of(is, UUID).isEmpty() ? Phase.GRANT : Phase.CREATE_EXTENSION,
                        RemedySteps.ownerOf(is, "public", guard.table()),
                        "ALTER TABLE " + table + " " + column + " "
                                + defaultOf(is, guard)
                                        .map(value -> "SET DEFAULT " + value)
                                        .orElse("DROP NOT NULL") + ";");
            case GENERATED_COLUMN ->
                step(
                        is,
                        guard.table(),
                        "ALTER TABLE " + table + " " + column + " DROP IDENTITY IF EXISTS, " + column
                                + " DROP EXPRESSION IF EXISTS;");
            case RULE ->
                step(is, guard.table(), "DROP RULE IF EXISTS " + Sql.name(guard.name()) + " ON " + table + ";");
            default ->
                RemedyStep.person(
                        Phase.GRANT,
                        "Make " + table
                                + " a plain table again, as it was: restore it from a backup that the same release of"
                                + " Immich has written to last");
        };
    }

    /** As Immich's own migrations make it (database.md#version-history). */
    private static Optional<String> defaultOf(Snapshot is, TableGuard guard) {
        return Optional.of(guard)
                .filter(g -> g.table().equals("version_history"))
                .flatMap(g -> switch (g.name()) {
                    case "id" ->
                        Optional.of(Sql.name(
                                        is.installed(UUID)
                                                .map(InstalledExtension::schema)
                                                .orElse("public"),
                                        "uuid_generate_v4")
                                + "()");
                    case "createdAt" -> Optional.of("pg_catalog.now()");
                    default -> Optional.empty();
                });
    }

    private static RemedyStep step(Snapshot is, String table, String statement) {
        return new RemedyStep(Phase.GRANT, RemedySteps.ownerOf(is, "public", table), statement);
    }
}
