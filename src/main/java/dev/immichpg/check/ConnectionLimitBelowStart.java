package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.StartConnections;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#CONNECTION_LIMIT_TOO_LOW}: Immich's two processes do not get the connections that a start needs.
 */
final class ConnectionLimitBelowStart {

    private static final int POOLS = 20;

    private ConnectionLimitBelowStart() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        return Verdict.of(StartConnections.tooFew(is).stream()
                .filter(few -> few.value() > 0) // 0 lets nobody in, of which another check tells
                .map(few -> finding(is, few))
                .toList());
    }

    private static Finding finding(Snapshot is, StartConnections few) {
        String role = is.role().name();
        String database = is.database().name();
        return switch (few.limit()) {
            case ROLE ->
                finding(
                        is,
                        few,
                        role,
                        RemedyStep.superuser(Phase.GRANT, "ALTER ROLE " + Sql.name(role) + " CONNECTION LIMIT -1;"));
            case DATABASE ->
                finding(
                        is,
                        few,
                        database,
                        RemedyStep.superuser(
                                Phase.GRANT, "ALTER DATABASE " + Sql.name(database) + " CONNECTION LIMIT -1;"));
            case SERVER ->
                finding(
                        is,
                        few,
                        "max_connections",
                        RemedyStep.superuser(
                                Phase.CONFIGURE, "ALTER SYSTEM SET max_connections = " + (few.value() + POOLS) + ";"),
                        RemedyStep.RESTART_POSTGRES);
        };
    }

    private static Finding finding(Snapshot is, StartConnections few, String subject, RemedyStep... steps) {
        return new Finding(
                subject,
                few.sentence(is),
                "Expected room for " + POOLS + ": each of Immich's two processes opens up to 10.",
                Remedy.of(steps));
    }
}
