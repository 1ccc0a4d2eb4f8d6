package dev.immichpg.check;

import static dev.immichpg.check.Check.PRELOAD_RESTART_PENDING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreloadRestartPendingTest implements CheckTest {

    @Test
    void aValueThatWaitsForARestartIsAProblem() {
        Given given = Given.vchord().preload(Given.aPreload("vchord.so, it's", "configuration file", true));

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_RESTART_PENDING, given));

        assertEquals("shared_preload_libraries", finding.subject());
        assertEquals(
                "Its value in the configuration is not the one in force, which is 'vchord.so, it''s'.",
                finding.observed());
        assertEquals(
                "The next restart of Postgres will change it. Expected the restart to have happened already, at a time of your choice.",
                finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: As a superuser, look at the value that the configuration has: SELECT setting,"
                                + " sourcefile, error FROM pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    @Test
    void quietWhereNothingWaits() {
        assertEquals(
                Status.OK, Judged.judge(PRELOAD_RESTART_PENDING, Given.vchord()).status());
    }

    /**
     * catalogs.md#pending-restart: pg_settings marks it, though a restart with the same command line changes nothing.
     */
    @Test
    void quietWhereTheCommandLineWinsAnyway() {
        Given given = Given.vchord().preload(Given.aPreload("vchord.so", "command line", true));

        assertEquals(Status.OK, Judged.judge(PRELOAD_RESTART_PENDING, given).status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = Given.pgvector()
                .preload(Given.aPreload("", "configuration file", true))
                .historyHidden();

        assertEquals(
                Status.PROBLEM, Judged.judge(PRELOAD_RESTART_PENDING, given).status());
    }

    @Test
    void unknownWhereTheListIsHidden() {
        Given given = Given.vchord().login("mon\"itor").preloadHidden();

        Verdict verdict = Judged.judge(PRELOAD_RESTART_PENDING, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role mon\"itor is not allowed to read shared_preload_libraries. Run as a superuser:"
                        + " GRANT pg_read_all_settings TO \"mon\"\"itor\";",
                verdict.note());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().preload(Given.aPreload("vchord.so", "configuration file", true)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a change of the preloaded libraries waits for a restart",
                Check.PRELOAD_RESTART_PENDING,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> {
                    p.server().configure("shared_preload_libraries", "vchord.so");
                    p.server().reload();
                    p.where(
                            "As a superuser, look at the value that the configuration has: SELECT setting, sourcefile, error FROM"
                                    + " pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'",
                            () -> p.database()
                                    .superuserExecute("SELECT setting, sourcefile, error FROM pg_file_settings WHERE"
                                            + " name = 'shared_preload_libraries'"));
                }));
    }
}
