package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.EffectiveReadOnly;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;

/** {@link FailureMode#READ_ONLY}. */
final class ServerReadOnly {

    private ServerReadOnly() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.server().inRecovery()) {
            return Verdict.problem(standby());
        }
        EffectiveReadOnly effective = EffectiveReadOnly.of(is)
                .orElseThrow(() -> new Undecidable("Role " + is.login() + " has its own default_transaction_read_only,"
                        + " so it cannot see the server's. (The agent only reads, with or without it.) Run as a superuser:"
                        + " ALTER ROLE " + Sql.name(is.login()) + " RESET default_transaction_read_only;"
                        + " (or, if it is set for this database: ALTER ROLE " + Sql.name(is.login()) + " IN DATABASE "
                        + Sql.name(is.database().name()) + " RESET default_transaction_read_only;)"));
        return effective.readOnly() ? Verdict.problem(setReadOnly(is, effective)) : Verdict.ok();
    }

    private static Finding standby() {
        return new Finding(
                "server",
                "The server is in recovery: it is a standby.",
                "Expected the primary, because Immich must write.",
                Remedy.of(
                        RemedyStep.person(
                                Phase.CONFIGURE,
                                "Point Immich's DB_URL or DB_HOSTNAME, and this agent, at the primary (with"
                                        + " CloudNativePG: the service that ends in -rw)."),
                        RemedyStep.RESTART_IMMICH));
    }

    private static Finding setReadOnly(Snapshot is, EffectiveReadOnly effective) {
        String where = effective
                .scope()
                .map(scope -> SettingLocation.of(is, scope).phrase())
                .orElse("the whole server");
        return new Finding(
                "default_transaction_read_only",
                "default_transaction_read_only is on for " + where + ".",
                "Expected it to be off for role " + is.role().name() + ", because Immich must write.",
                Remedy.of(
                        RemedyStep.person(
                                Phase.CONFIGURE,
                                "Find out who has set default_transaction_read_only, and why. Some providers do it when the"
                                        + " disk is full: free space first."),
                        // The superuser's own sessions may be read-only, too.
                        RemedyStep.superuser(
                                Phase.GRANT,
                                "BEGIN READ WRITE; "
                                        + SettingLocation.toFix(is, effective.scope())
                                                .alter()
                                        + " SET default_transaction_read_only = off; COMMIT;"),
                        RemedyStep.RESTART_IMMICH));
    }
}
