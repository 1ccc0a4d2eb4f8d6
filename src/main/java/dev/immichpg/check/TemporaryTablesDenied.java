package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;

/** {@link FailureMode#TEMPORARY_DENIED}: a hardened server takes TEMPORARY away from PUBLIC. */
final class TemporaryTablesDenied {

    private TemporaryTablesDenied() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String role = is.effectiveRoleName();
        String database = is.database().name();
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + role + " does not exist on this server.");
        }
        if (is.database().roleCanTemp()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                database,
                "Role " + role + " has no TEMPORARY on database " + database + ".",
                "Expected it to be allowed to make temporary tables.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT,
                        "GRANT TEMPORARY ON DATABASE " + Sql.name(database) + " TO " + Sql.name(role) + ";"))));
    }
}
