package dev.immichpg.check;

import static java.util.Objects.requireNonNull;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.Optional;

/**
 * Where ALTER ROLE or ALTER DATABASE puts a setting: as people say it, and as the statement that reaches it there.
 *
 * @param role whose it is; empty: everybody's
 */
record SettingLocation(Scope scope, String role, String database) {

    SettingLocation {
        requireNonNull(scope, "scope");
        requireNonNull(role, "role");
        requireNonNull(database, "database");
    }

    /** Of a setting that is in force for Immich's role. */
    static SettingLocation of(Snapshot is, Scope scope) {
        return new SettingLocation(scope, is.role().name(), is.database().name());
    }

    /**
     * Where such a setting is fixed, so that nothing nearer hides the remedy: where it is. What all roles or the whole
     * server have is overruled for the database, since others may want it so.
     *
     * @param scope empty: the server's configuration
     */
    static SettingLocation toFix(Snapshot is, Optional<Scope> scope) {
        return of(is, scope.filter(s -> s != Scope.ALL_ROLES).orElse(Scope.DATABASE));
    }

    /** {@code role immich in this database}. */
    String phrase() {
        return switch (scope) {
            case ROLE_IN_DATABASE -> "role " + role + " in this database";
            case ROLE -> "role " + role;
            case DATABASE -> "the database";
            case ALL_ROLES -> "all roles";
        };
    }

    /** {@code ALTER ROLE immich IN DATABASE immich}; SET or RESET follows. */
    String alter() {
        return switch (scope) {
            case ROLE_IN_DATABASE -> "ALTER ROLE " + Sql.name(role) + " IN DATABASE " + Sql.name(database);
            case ROLE -> "ALTER ROLE " + Sql.name(role);
            case DATABASE -> "ALTER DATABASE " + Sql.name(database);
            case ALL_ROLES -> "ALTER ROLE ALL";
        };
    }
}
