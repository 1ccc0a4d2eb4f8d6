package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.LoginObstacle;
import dev.immichpg.need.Expectation;

/** {@link FailureMode#LOGIN_REFUSED}. */
final class ImmichRoleUnableToConnect {

    private ImmichRoleUnableToConnect() {}

    static Verdict judge(Snapshot is, Expectation should) {
        return Verdict.of(LoginObstacle.of(is).stream()
                .map(obstacle -> finding(is, obstacle))
                .toList());
    }

    private static Finding finding(Snapshot is, LoginObstacle obstacle) {
        return new Finding(
                is.role().name(),
                obstacle.sentence(is)
                        + (obstacle == LoginObstacle.PASSWORD_EXPIRED
                                ? " A login without a password, by certificate or peer, still works."
                                : ""),
                "Expected a role that is allowed to log in and to connect to database "
                        + is.database().name() + ".",
                obstacle == LoginObstacle.ROLE_ABSENT
                        ? create(Sql.name(is.role().name()))
                        : Remedy.of(RemedyStep.superuser(Phase.GRANT, statement(is, obstacle))));
    }

    private static Remedy create(String role) {
        return Remedy.of(
                RemedyStep.person(
                        Phase.CONFIGURE, "If Immich logs in as another role, name that one with immich-role."),
                RemedyStep.superuser(Phase.GRANT, "CREATE ROLE " + role + " LOGIN;"),
                RemedyStep.person(
                        Phase.GRANT,
                        "Unless it logs in without one, give the role Immich's password, in psql: \\password " + role));
    }

    private static String statement(Snapshot is, LoginObstacle obstacle) {
        String role = Sql.name(is.role().name());
        String database = Sql.name(is.database().name());
        return switch (obstacle) {
            case ROLE_ABSENT -> throw new IllegalArgumentException("a role that is not there cannot be altered");
            case LOGIN_DENIED -> "ALTER ROLE " + role + " LOGIN;";
            case PASSWORD_EXPIRED -> "ALTER ROLE " + role + " VALID UNTIL 'infinity';";
            case ROLE_WITHOUT_CONNECTIONS -> "ALTER ROLE " + role + " CONNECTION LIMIT -1;";
            case CONNECT_DENIED -> "GRANT CONNECT ON DATABASE " + database + " TO " + role + ";";
            case DATABASE_WITHOUT_CONNECTIONS -> "ALTER DATABASE " + database + " CONNECTION LIMIT -1;";
        };
    }
}
