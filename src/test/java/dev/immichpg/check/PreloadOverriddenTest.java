package dev.immichpg.check;

import static dev.immichpg.check.Check.PRELOAD_OVERRIDDEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreloadOverriddenTest implements CheckTest {

    private static final String LOOK = "As a superuser, look at the value that the configuration has: SELECT setting,"
            + " sourcefile, error FROM pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'";
    private static final String SETTLE = "Once the configuration names every library that is needed, take"
            + " shared_preload_libraries off the command line of Postgres: -c in a unit file, command: in a compose"
            + " file.";

    @Test
    void whatTheConfigurationSaysIsInVain() {
        Given given = Given.vchord().preload(Given.aPreload("vchord.so, it's", "command line", true));

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_OVERRIDDEN, given));

        assertEquals("shared_preload_libraries", finding.subject());
        assertEquals(
                "The command line of Postgres sets it to 'vchord.so, it''s', and the configuration has another value,"
                        + " which has no effect.",
                finding.observed());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: " + LOOK,
                        "CONFIGURE PERSON: " + SETTLE,
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    @Test
    void quietWhereBothAgree() {
        Given given = Given.vchord().preload(Given.aPreload("vchord.so", "command line", false));

        assertEquals(Status.OK, Judged.judge(PRELOAD_OVERRIDDEN, given).status());
    }

    @Test
    void whatWaitsForARestartIsAnotherMatter() {
        Given given = Given.vchord().preload(Given.aPreload("vchord.so", "configuration file", true));

        assertEquals(Status.OK, Judged.judge(PRELOAD_OVERRIDDEN, given).status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = Given.pgvector()
                .preload(Given.aPreload("", "command line", true))
                .historyHidden();

        assertEquals(Status.PROBLEM, Judged.judge(PRELOAD_OVERRIDDEN, given).status());
    }

    @Test
    void unknownWhereTheListIsHidden() {
        Verdict verdict =
                Judged.judge(PRELOAD_OVERRIDDEN, Given.vchord().login("mon").preloadHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role mon is not allowed to read shared_preload_libraries. Run as a superuser: GRANT pg_read_all_settings TO mon;",
                verdict.note());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().preload(Given.aPreload("vchord.so", "command line", true)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the command line of Postgres overrules another list of libraries",
                Check.PRELOAD_OVERRIDDEN,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> {
                    p.server().commandLine("shared_preload_libraries=vchord.so");
                    p.server().restart();
                    p.server().reload(); // which is when Postgres compares the two
                    p.where(
                            LOOK,
                            () -> p.database()
                                    .superuserExecute("SELECT setting, sourcefile, error FROM pg_file_settings WHERE"
                                            + " name = 'shared_preload_libraries'"));
                    p.where(SETTLE, () -> p.server().commandLine());
                }));
    }
}
