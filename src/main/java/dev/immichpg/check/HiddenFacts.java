package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.need.Undecidable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the login is not allowed to read, and the statement that lifts it. */
final class HiddenFacts {

    /** Of a snapshot: older ones have the newest migration alone. */
    private static final int ALL_MIGRATIONS_SINCE = 2;

    private HiddenFacts() {}

    /** {@code shared_preload_libraries}. Throws Undecidable where it is hidden. */
    static Preload preload(Snapshot is) {
        return is.preload().orElseThrow(() -> preload(is, ""));
    }

    /** @param why it matters, beginning with a comma; or empty */
    static Undecidable preload(Snapshot is, String why) {
        return new Undecidable("Role " + is.login() + " is not allowed to read shared_preload_libraries" + why
                + ". Run as a superuser: " + grantSettings(is.login()));
    }

    /** Lets a role read every setting, shared_preload_libraries among them. */
    static String grantSettings(String role) {
        return "GRANT pg_read_all_settings TO " + Sql.name(role) + ";";
    }

    /** The login has these settings of its own, which hide those of the server. */
    static Undecidable behindItsOwn(Snapshot is, List<String> settings) {
        String names = String.join(" and ", settings);
        String alter = "ALTER ROLE " + Sql.name(is.login());
        String inDatabase = alter + " IN DATABASE " + Sql.name(is.database().name());
        return new Undecidable("Role " + is.login() + " has its own " + names + ", so it cannot see the server's. (The"
                + " agent does not need it.) Run as a superuser: " + resets(alter, settings)
                + " (or, if it is set for this database: " + resets(inDatabase, settings) + ")");
    }

    private static String resets(String alter, List<String> settings) {
        return settings.stream().map(name -> alter + " RESET " + name + ";").collect(Collectors.joining(" "));
    }

    /** What only snapshots of newer agents have. Throws Undecidable where it was not looked at. */
    static <T> T looked(Optional<T> fact) {
        return fact.orElseThrow(() -> new Undecidable("An older agent took this snapshot, and did not look at it."));
    }

    /** The names in kysely_migrations, which is there. */
    static Undecidable migrations(Snapshot is, Relation table) {
        String name = Sql.name(table.schema(), table.name());
        if (is.format() < ALL_MIGRATIONS_SINCE) {
            return new Undecidable("An older agent took this snapshot, and read only the newest migration.");
        }
        return new Undecidable(
                table.loginCanSelect()
                        ? name
                                + " could not be read at this moment: it is locked, or it is not a plain table of Immich's."
                        : "Role " + is.login() + " is not allowed to read " + name + ". Run: GRANT SELECT ON " + name
                                + " TO " + Sql.name(is.login()) + ";");
    }
}
