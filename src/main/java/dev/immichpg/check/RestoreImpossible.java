package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.UnendableSessions;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.Backup;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#RESTORE_IN_IMMICH_FAILS}: the restore in Immich's web page ends all other sessions of the database, drops schema
 * public, makes it again, and runs the dump, which creates the extensions; all as Immich's role, and in one transaction.
 */
final class RestoreImpossible {

    /** A session that lasts as long is not one of somebody who looks in: it will be there at a restore as well. */
    private static final long LASTING_SECONDS = 300;

    private RestoreImpossible() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (should.release().backup().filter(Backup::canBeRestoredByImmich).isEmpty()) {
            return Verdict.notApplicable("This release of Immich does not restore by itself.");
        }
        if (is.actsAsSuperuser()) {
            return Verdict.ok();
        }
        List<String> denied = denied(is);
        Optional<List<String>> lasting = is.unendableSessions().map(RestoreImpossible::lasting);
        if (denied.isEmpty() && lasting.isEmpty()) {
            throw new Undecidable(
                    "Role " + is.login() + " is not allowed to see how long others have been logged in. Run as a"
                            + " superuser: GRANT pg_read_all_stats TO " + Sql.name(is.login()) + ";");
        }
        List<String> roles = lasting.orElse(List.of());
        if (denied.isEmpty() && roles.isEmpty()) {
            return Verdict.ok();
        }
        List<String> all = new ArrayList<>(denied);
        if (!roles.isEmpty()) {
            all.add("to end the sessions of " + named("role", roles));
        }
        String role = is.effectiveRoleName();
        return Verdict.problem(new Finding(
                role,
                "Role " + role + " is not allowed " + String.join(", nor ", all) + ".",
                "Expected a role that is allowed to: the restore in Immich's web page does all of it. Here it would stop, and"
                        + " change nothing.",
                denied.isEmpty() ? letEnd(is, roles) : byHand(role)));
    }

    /** What no other session has to do with. */
    private static List<String> denied(Snapshot is) {
        List<String> denied = new ArrayList<>();
        if (is.schema("public").filter(schema -> !schema.roleOwns()).isPresent()) {
            denied.add("to drop schema public");
        }
        if (!is.database().roleCanCreate()) {
            denied.add("to create schemas in database " + is.database().name());
        }
        List<String> extensions = is.installedExtensions().stream()
                .flatMap(installed -> is.available(installed.name()).stream())
                .filter(extension -> !is.roleMayCreate(extension))
                .map(AvailableExtension::name)
                .toList();
        if (!extensions.isEmpty()) {
            denied.add("to create " + named("extension", extensions));
        }
        return denied;
    }

    private static List<String> lasting(List<UnendableSessions> sessions) {
        return sessions.stream()
                .filter(session -> session.seconds() >= LASTING_SECONDS)
                .map(UnendableSessions::role)
                .toList();
    }

    private static Remedy byHand(String role) {
        return Remedy.of(RemedyStep.advice(
                "If you ever restore a backup, do it by hand: docs/how-to/restore.md. Or let a superuser run"
                        + " ALTER ROLE " + Sql.name(role)
                        + " SUPERUSER; before a restore in Immich's web page, and ALTER ROLE "
                        + Sql.name(role) + " NOSUPERUSER; after it."));
    }

    /** A grant only for the agent's own role, which is there to look: what others' roles are for, nobody knows. */
    private static Remedy letEnd(Snapshot is, List<String> roles) {
        boolean grants = roles.contains(is.login())
                && is.loginRights().filter(rights -> !rights.superuser()).isPresent();
        List<RemedyStep> steps = new ArrayList<>();
        List<String> others =
                roles.stream().filter(r -> !(grants && r.equals(is.login()))).toList();
        if (!others.isEmpty()) {
            steps.add(RemedyStep.advice(
                    "Before a restore in Immich's web page, stop what is logged in to this database as "
                            + named("role", others) + "."));
        }
        if (grants) {
            steps.add(RemedyStep.superuser(
                    Phase.GRANT, "GRANT " + Sql.name(is.login()) + " TO " + Sql.name(is.effectiveRoleName()) + ";"));
        }
        return new Remedy(steps);
    }

    /** {@code roles a, b}. */
    private static String named(String what, List<String> names) {
        return (names.size() == 1 ? what + " " : what + "s ") + names.stream().collect(Collectors.joining(", "));
    }
}
