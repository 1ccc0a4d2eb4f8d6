package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** #43 of ref §9. */
final class ImmichRoleUnableToConnect {

    private ImmichRoleUnableToConnect() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String role = is.role().name();
        String expected = "Expected a role that may log in and connect to database "
                + is.database().name() + ".";
        if (!is.role().exists()) {
            return Verdict.problem(new Finding(
                    role,
                    "Role " + role + " does not exist on this server.",
                    expected,
                    Remedy.of(
                            Step.person(
                                    Phase.CONFIGURE,
                                    "If Immich logs in as another role, name that one with immich-role."),
                            Step.superuser(Phase.GRANT, "CREATE ROLE " + Sql.name(role) + " LOGIN;"),
                            Step.person(
                                    Phase.GRANT,
                                    "Unless it logs in without one, give the role Immich's password, in psql: \\password "
                                            + Sql.name(role)))));
        }
        List<Finding> findings = new ArrayList<>();
        if (!is.role().canLogin()) {
            findings.add(new Finding(
                    role,
                    "Role " + role + " may not log in (NOLOGIN).",
                    expected,
                    Remedy.of(Step.superuser(Phase.GRANT, "ALTER ROLE " + Sql.name(role) + " LOGIN;"))));
        }
        if (!is.database().roleCanConnect()) {
            String database = is.database().name();
            findings.add(new Finding(
                    role,
                    "Role " + role + " has no CONNECT on database " + database + ".",
                    expected,
                    Remedy.of(Step.superuser(
                            Phase.GRANT,
                            "GRANT CONNECT ON DATABASE " + Sql.name(database) + " TO " + Sql.name(role) + ";"))));
        }
        return Verdict.of(findings);
    }
}
