package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;

/** #33 of ref §9. */
final class ServerReadOnly {

    private ServerReadOnly() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.server().inRecovery()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "server",
                "The server is in recovery: it is a standby.",
                "Expected the primary, since Immich writes from its start on.",
                Remedy.of(
                        Step.person(
                                Phase.CONFIGURE,
                                "Point Immich's DB_URL or DB_HOSTNAME, and this agent, at the primary (with"
                                        + " CloudNativePG: the service that ends in -rw)."),
                        Step.RESTART_IMMICH)));
    }
}
