package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.time.Duration;

/** {@link FailureMode#LOGIN_REFUSED}, before it happens. ImmichRoleUnableToConnect reports it when it has happened. */
final class ImmichRoleExpiring {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private ImmichRoleExpiring() {}

    static Verdict judge(Snapshot is, Expectation should) {
        String role = is.role().name();
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + role + " does not exist on this server.");
        }
        if (is.role().passwordHasExpired()) {
            return Verdict.notApplicable("The password of role " + role + " has expired already.");
        }
        long left = is.role().passwordValidSeconds();
        if (left > 30 * DAY) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                role,
                "The password of role " + role + " expires within " + coarsely(left) + " (VALID UNTIL).",
                "Expected it to be valid for more than 30 days, or forever: no new connection with it works after that.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT, "ALTER ROLE " + Sql.name(role) + " VALID UNTIL 'infinity';"))));
    }

    /** So that the text does not change at every examination. */
    private static String coarsely(long seconds) {
        return seconds <= DAY ? "a day" : seconds <= 7 * DAY ? "a week" : "30 days";
    }
}
