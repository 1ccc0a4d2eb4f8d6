package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.RoleSetting;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.Optional;

/**
 * {@link FailureMode#RIGHTS_OF_OTHER_ROLE}: {@code ALTER ROLE … SET role} names a role that Immich's role cannot become.
 * Postgres says so with a warning at each login, and Immich goes on as itself, without the rights that it was meant to have.
 */
final class RoleSettingRefused {

    private static final String SETTING = "role";

    /** Stays, or becomes again, the role that logs in. */
    private static final String NONE = "none";

    private RoleSettingRefused() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String effective = HiddenFacts.looked(is.effectiveRole()).name();
        Optional<RoleSetting> refused = is.nearestSetting(SETTING)
                .filter(setting -> is.role().exists() && !setting.value().equals(NONE))
                .filter(setting -> !setting.value().equals(effective));
        return refused.map(setting -> Verdict.problem(finding(is, setting, effective)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, RoleSetting setting, String effective) {
        String role = is.role().name();
        String meant = setting.value();
        return new Finding(
                meant,
                "The setting role is " + meant + ", for "
                        + SettingLocation.of(is, setting.scope()).phrase() + ", but role " + role + " cannot become "
                        + meant + ": its sessions have the rights of role " + effective + ".",
                "Expected a role that exists and that " + role + " is allowed to become.",
                Remedy.of(RemedyStep.superuser(Phase.GRANT, without(is, setting.scope())), RemedyStep.RESTART_IMMICH));
    }

    /** What others may want as well stays. */
    private static String without(Snapshot is, Scope scope) {
        boolean its = scope == Scope.ROLE || scope == Scope.ROLE_IN_DATABASE;
        return SettingLocation.of(is, its ? scope : Scope.ROLE_IN_DATABASE).alter()
                + (its ? " RESET role;" : " SET role = none;");
    }
}
