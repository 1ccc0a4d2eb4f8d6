package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.need.Undecidable;

/** What the login is not allowed to read, and the statement that lifts it. */
final class HiddenFacts {

    private HiddenFacts() {}

    /** {@code shared_preload_libraries}. Throws Undecidable where it is hidden. */
    static Preload preload(Snapshot is) {
        return is.preload().orElseThrow(() -> preload(is, ""));
    }

    /** @param why it matters, beginning with a comma; or empty */
    static Undecidable preload(Snapshot is, String why) {
        return new Undecidable("Role " + is.login() + " is not allowed to read shared_preload_libraries" + why
                + ". Run as a superuser: GRANT pg_read_all_settings TO " + Sql.name(is.login()) + ";");
    }
}
