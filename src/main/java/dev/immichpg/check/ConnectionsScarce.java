package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Connections;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.StartConnections;
import dev.immichpg.forecast.StartConnections.Limit;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#CONNECTIONS_EXHAUSTED}. For a superuser, Postgres ignores the limits of roles and databases,
 * and the reserved connections are for superusers. ConnectionLimitBelowStart and
 * ImmichRoleUnableToConnect report limits that stop or endanger a start.
 */
final class ConnectionsScarce {

    /** Two processes, api and microservices, with a pool of up to 10 each (environment.md#connections). */
    private static final int NEEDED = 20;

    private static final String EXPECTED =
            "Expected " + NEEDED + " connections for Immich: each of Immich's two processes opens up to 10.";

    private ConnectionsScarce() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String role = is.role().name();
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + role + " does not exist on this server.");
        }
        List<Finding> findings = new ArrayList<>();
        Connections now = is.connections();
        int reserved = is.role().superuser() ? 0 : now.reserved();
        Set<Limit> graver = StartConnections.tooFew(is).stream()
                .map(StartConnections::limit)
                .collect(Collectors.toSet());
        if (!graver.contains(Limit.SERVER) && now.max() - reserved - (now.used() - now.usedByRole()) < NEEDED) {
            findings.add(new Finding(
                    "max_connections",
                    "The server's max_connections is " + now.max()
                            + ", and other sessions leave fewer connections than Immich needs.",
                    EXPECTED,
                    Remedy.of(
                            RemedyStep.superuser(
                                    Phase.CONFIGURE,
                                    "ALTER SYSTEM SET max_connections = " + (now.max() + NEEDED) + ";"),
                            RemedyStep.RESTART_POSTGRES)));
        }
        is.roleConnectionLimit()
                .filter(limit -> !graver.contains(Limit.ROLE) && limit < NEEDED)
                .map(limit -> limited(
                        "Role " + role + " has CONNECTION LIMIT " + limit + ".",
                        role,
                        "ALTER ROLE " + Sql.name(role) + " CONNECTION LIMIT -1;"))
                .ifPresent(findings::add);
        String database = is.database().name();
        // Sessions of the role are taken to be in this database.
        int ofOthers = Math.max(0, now.usedInDatabase() - now.usedByRole());
        is.databaseConnectionLimit()
                .filter(limit -> !graver.contains(Limit.DATABASE) && limit - ofOthers < NEEDED)
                .map(limit -> limited(
                        "Database " + database + " has CONNECTION LIMIT " + limit
                                + ", and that is less than Immich and others need.",
                        database,
                        "ALTER DATABASE " + Sql.name(database) + " CONNECTION LIMIT -1;"))
                .ifPresent(findings::add);
        return Verdict.of(findings);
    }

    private static Finding limited(String observed, String subject, String statement) {
        return new Finding(subject, observed, EXPECTED, Remedy.of(RemedyStep.superuser(Phase.GRANT, statement)));
    }
}
