package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** #43 of ref §9. */
final class ImmichRoleUnableToConnect {

    private static final Optional<Integer> NONE_AT_ALL = Optional.of(0);

    private ImmichRoleUnableToConnect() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String role = is.role().name();
        String database = is.database().name();
        if (!is.role().exists()) {
            return Verdict.problem(new Finding(
                    role,
                    "Role " + role + " does not exist on this server.",
                    expected(is),
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
            findings.add(finding(
                    is, "Role " + role + " may not log in (NOLOGIN).", "ALTER ROLE " + Sql.name(role) + " LOGIN;"));
        }
        if (is.role().passwordHasExpired()) {
            findings.add(finding(
                    is,
                    "The password of role " + role + " has expired (VALID UNTIL). A login without a password, by"
                            + " certificate or peer, still works.",
                    "ALTER ROLE " + Sql.name(role) + " VALID UNTIL 'infinity';"));
        }
        if (is.roleConnectionLimit().equals(NONE_AT_ALL)) {
            findings.add(finding(
                    is,
                    "Role " + role + " may have no connections (CONNECTION LIMIT 0).",
                    "ALTER ROLE " + Sql.name(role) + " CONNECTION LIMIT -1;"));
        }
        if (!is.database().roleCanConnect()) {
            findings.add(finding(
                    is,
                    "Role " + role + " has no CONNECT on database " + database + ".",
                    "GRANT CONNECT ON DATABASE " + Sql.name(database) + " TO " + Sql.name(role) + ";"));
        }
        if (is.databaseConnectionLimit().equals(NONE_AT_ALL)) {
            findings.add(finding(
                    is,
                    "Database " + database + " takes connections of superusers only (CONNECTION LIMIT 0).",
                    "ALTER DATABASE " + Sql.name(database) + " CONNECTION LIMIT -1;"));
        }
        return Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, String observed, String statement) {
        return new Finding(is.role().name(), observed, expected(is), Remedy.of(Step.superuser(Phase.GRANT, statement)));
    }

    private static String expected(Snapshot is) {
        return "Expected a role that may log in and connect to database "
                + is.database().name() + ".";
    }
}
