package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;

/**
 * The guide: ALTER DATABASE … OWNER TO; Immich alters the database's settings, and owns public through it
 * (privileges.md#without-a-superuser).
 */
final class DatabaseOwnedByOther {

    private DatabaseOwnedByOther() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.database().roleOwns()) {
            return Verdict.ok();
        }
        String database = is.database().name();
        String role = is.effectiveRoleName();
        return Verdict.problem(new Finding(
                database,
                "Database " + database + " is owned by " + is.database().owner() + ".",
                "Expected " + role + " to own it.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT, "ALTER DATABASE " + Sql.name(database) + " OWNER TO " + Sql.name(role) + ";"))));
    }
}
