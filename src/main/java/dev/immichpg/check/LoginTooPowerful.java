package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.LoginRights;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the owner of a database could do if he found a way to run code with the agent's rights. It belongs to no mode of
 * failure-modes.md.
 */
final class LoginTooPowerful {

    private static final String MONITOR = "immich_monitor";

    private LoginTooPowerful() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<String> rights = rights(
                is,
                is.loginRights()
                        .orElseThrow(() -> new Undecidable("The agent that took this snapshot did not look at what its"
                                + " login is allowed to do. Take the snapshot again with a newer agent.")));
        if (rights.isEmpty()) {
            return Verdict.ok();
        }
        String database = is.database().name();
        return Verdict.problem(new Finding(
                is.login(),
                "The agent logs in as role " + is.login() + ", which " + String.join(", ", rights) + ".",
                "Expected a role that can do no more than look: if the owner of a database finds a way to run code as"
                        + " the agent, that code can do all that the role can.",
                Remedy.of(RemedyStep.person(
                        Phase.GRANT,
                        "Give the agent a role of its own, and let it log in as that one: immich-pg-monitor prepare"
                                + " --monitor-role " + (is.login().equals(MONITOR) ? "immich_looker" : MONITOR)
                                + " --database " + shell(database) + " | psql -U postgres"))));
    }

    /** Immich's own role may be more than a monitor without harm to Immich, as long as it is no superuser. */
    private static List<String> rights(Snapshot is, LoginRights login) {
        if (login.superuser()) {
            return List.of("is a superuser");
        }
        List<String> rights = new ArrayList<>();
        if (login.runsPrograms()) {
            rights.add("can run programs on the server (pg_execute_server_program)");
        }
        if (login.readsFiles()) {
            rights.add("can read the server's files (pg_read_server_files)");
        }
        if (login.writesFiles()) {
            rights.add("can write the server's files (pg_write_server_files)");
        }
        if (login.replicates()) {
            rights.add("can copy all databases of the server (REPLICATION)");
        }
        if (login.createsRoles() && is.server().major() < 16) {
            rights.add("can give itself such rights (CREATEROLE, before Postgres 16)");
        }
        boolean isImmichs = is.login().equals(is.role().name());
        if (login.bypassesRowSecurity() && !isImmichs) {
            rights.add("can read rows that a policy hides (BYPASSRLS)");
        }
        return rights;
    }

    private static String shell(String name) {
        return name.matches("[A-Za-z0-9_.-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
