package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.check.Remedy.Step;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;

/** #23 of ref §9. */
final class PreloadRestartPending {

    /** What the configuration has, no login but a superuser can see. */
    static final Step LOOK = Step.person(
            Phase.CONFIGURE,
            "As a superuser, look at the value that the configuration has: SELECT setting, sourcefile,"
                    + " error FROM pg_file_settings WHERE name = 'shared_preload_libraries'");

    private PreloadRestartPending() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Preload preload = preload(is);
        if (!preload.waitsForRestart()) {
            return Verdict.ok();
        }
        return Verdict.problem(new Finding(
                "shared_preload_libraries",
                "Its value in the configuration is not the one in force, which is " + Sql.text(preload.setting()) + ".",
                "The next restart of Postgres will change it. Expected that to have happened, in a window of your choice.",
                Remedy.of(LOOK, Step.RESTART_POSTGRES)));
    }

    static Preload preload(Snapshot is) {
        return is.preload()
                .orElseThrow(
                        () -> new Undecidable("Role " + is.login() + " may not read shared_preload_libraries. Run as a"
                                + " superuser: GRANT pg_read_all_settings TO " + Sql.name(is.login()) + ";"));
    }
}
