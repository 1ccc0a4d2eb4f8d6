package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Why Postgres refuses a login of Immich's role (FailureMode.LOGIN_REFUSED). */
public enum LoginObstacle {
    ROLE_ABSENT(is -> !is.role().exists()),
    LOGIN_DENIED(is -> !is.role().canLogin()),
    PASSWORD_EXPIRED(is -> is.role().passwordHasExpired()),
    ROLE_WITHOUT_CONNECTIONS(is -> is.roleConnectionLimit().equals(Optional.of(0))),
    CONNECT_DENIED(is -> !is.database().roleCanConnect()),
    DATABASE_WITHOUT_CONNECTIONS(is -> is.databaseConnectionLimit().equals(Optional.of(0)));

    private final Predicate<Snapshot> stands;

    LoginObstacle(Predicate<Snapshot> stands) {
        this.stands = stands;
    }

    /** All that there are. A role that does not exist lacks everything else as well, so that is the only one then. */
    public static List<LoginObstacle> of(Snapshot is) {
        return is.role().exists()
                ? Arrays.stream(values())
                        .filter(obstacle -> obstacle.stands.test(is))
                        .toList()
                : List.of(ROLE_ABSENT);
    }

    /** What was seen. */
    public String sentence(Snapshot is) {
        String role = is.role().name();
        String database = is.database().name();
        return switch (this) {
            case ROLE_ABSENT -> "Role " + role + ", which Immich logs in as, does not exist on this server.";
            case LOGIN_DENIED -> "Role " + role + " is not allowed to log in (NOLOGIN).";
            case PASSWORD_EXPIRED -> "The password of role " + role + " has expired (VALID UNTIL).";
            case ROLE_WITHOUT_CONNECTIONS -> "Role " + role + " is allowed no connections (CONNECTION LIMIT 0).";
            case CONNECT_DENIED -> "Role " + role + " has no CONNECT on database " + database + ".";
            case DATABASE_WITHOUT_CONNECTIONS ->
                "Database " + database + " accepts connections from superusers only (CONNECTION LIMIT 0).";
        };
    }
}
