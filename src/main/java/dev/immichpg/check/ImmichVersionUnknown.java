package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion.Source;
import java.util.Optional;

/**
 * database.md#version-history, database.md#migrations: without a version no range and no rule of start-up can be
 * chosen.
 */
final class ImmichVersionUnknown {

    private ImmichVersionUnknown() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (should.immich().source() != Source.UNKNOWN) {
            return Verdict.ok();
        }
        for (String table : new String[] {"version_history", "kysely_migrations"}) {
            // Elsewhere it is not read: another program can have a table of this name.
            Optional<Relation> relation = is.relation("public", table);
            if (relation.isEmpty()) {
                continue;
            }
            if (!relation.get().loginCanSelect()) {
                return Verdict.unknown("Role " + is.login() + " is not allowed to read "
                        + Sql.name(relation.get().schema(), table)
                        + ". Run: GRANT SELECT ON " + Sql.name(relation.get().schema(), table) + " TO "
                        + Sql.name(is.login()) + "; or set immich-version.");
            }
            boolean read = table.equals("version_history")
                    ? is.history().versions().isPresent()
                    : is.history().executedMigrations().isPresent();
            if (!read) {
                return Verdict.unknown(
                        Sql.name(relation.get().schema(), table) + " could not be read at this moment: it is"
                                + " locked, or it is not a plain table of Immich's. Set immich-version if that stays so.");
            }
        }
        return Verdict.problem(new Finding(
                "Immich",
                "Nothing in this database says which release of Immich uses it." + elsewhere(is),
                "Expected a row in version_history or kysely_migrations, or the setting immich-version.",
                Remedy.of(RemedyStep.configuration("immich-version = <the release of Immich, for example 2.7.5>"))));
    }

    private static String elsewhere(Snapshot is) {
        return is.relation("version_history")
                .filter(table -> !table.schema().equals("public")) // there it is empty
                .map(table -> " Its version_history is in schema " + table.schema()
                        + ", where the agent does not read it: object-outside-public says more.")
                .orElse("");
    }
}
