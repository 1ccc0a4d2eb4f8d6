package dev.immichpg.check;

import static dev.immichpg.check.Check.RESTORE_IMPOSSIBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.LoginRights;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreImpossibleTest implements CheckTest {

    private static final List<String> EXTENSIONS = List.of("earthdistance", "vector", "vchord");

    @Test
    void issue15SaysEverythingThatTheRestoreWouldStopAt() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                RESTORE_IMPOSSIBLE,
                Given.vchord()
                        .schema("public", s -> new Schema(s.name(), "postgres", false, true, true))
                        .unendable("immich_monitor", 4000)
                        .unendable("grafana", 300)));

        assertEquals("immich", finding.subject());
        assertEquals(
                "Role immich is not allowed to drop schema public, nor to create extensions earthdistance, vector, vchord, nor"
                        + " to end the sessions of roles immich_monitor, grafana.",
                finding.observed());
        assertEquals(
                List.of(
                        "If you ever restore a backup, do it by hand: docs/how-to/restore.md. Or let a superuser run ALTER ROLE"
                                + " immich SUPERUSER; before a restore in Immich's web page, and ALTER ROLE immich NOSUPERUSER; after it."),
                finding.remedy().steps().stream().map(RemedyStep::text).toList());
    }

    /** It is good to know, and nothing that a plan does before the next start. */
    @Test
    void isInNoPlanAndLeavesTheResultAsItIs() {
        Report report = Judged.report(Given.vchord());

        assertEquals(
                Status.PROBLEM, Judged.judge(RESTORE_IMPOSSIBLE, Given.vchord()).status());
        assertEquals(List.of(), report.now().plan());
        assertEquals(Overall.OK, report.overall());
    }

    @Test
    void aGrantLetsImmichEndTheAgentsSession() {
        assertEquals(
                List.of("GRANT SUPERUSER: GRANT immich_monitor TO immich;"),
                Judged.remedy(Judged.onlyFinding(
                        Judged.judge(RESTORE_IMPOSSIBLE, allowed().unendable("immich_monitor", 300)))));
    }

    /** Nobody but a superuser ends a superuser's session; and what the roles of others are for, the agent does not know. */
    @ParameterizedTest
    @CsvSource({"immich_monitor, true", "grafana, false"})
    void noGrantOfWhatWouldNotHelpOrIsNotTheAgents(String role, boolean superuser) {
        Finding finding = Judged.onlyFinding(Judged.judge(
                RESTORE_IMPOSSIBLE,
                allowed()
                        .loginRights(new LoginRights(superuser, false, false, false, false, false, false))
                        .unendable(role, 300)));

        assertEquals(
                List.of("Before a restore in Immich's web page, stop what is logged in to this database as role " + role
                        + "."),
                finding.remedy().steps().stream().map(RemedyStep::text).toList());
    }

    @Test
    void isQuietWhereImmichIsAllowedToDoAllOfIt() {
        for (Given given : List.of(
                Given.vchord().superuser(),
                allowed(),
                allowed().unendable("psql", 299),
                Given.vchord().effectiveRole("owner", true))) {
            assertEquals(Status.OK, Judged.judge(RESTORE_IMPOSSIBLE, given).status());
        }
    }

    @Test
    void beforeTwoFiveThereWasNoSuchRestore() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(RESTORE_IMPOSSIBLE, Given.vchord(), "2.4.1").status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(RESTORE_IMPOSSIBLE, Given.vchord(), "2.5.0").status());
    }

    /** What is denied anyhow needs no look at the sessions. */
    @Test
    void unknownWithoutTheGrantOnlyIfTheSessionsDecide() {
        Verdict verdict = Judged.judge(RESTORE_IMPOSSIBLE, allowed().sessionsHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertTrue(verdict.note().endsWith("GRANT pg_read_all_stats TO immich_monitor;"), verdict.note());
        assertEquals(Overall.OK, Judged.report(allowed().sessionsHidden()).overall());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(RESTORE_IMPOSSIBLE, Given.vchord().sessionsHidden())
                        .status());
    }

    /** As some clouds patch the control files. */
    private static Given allowed() {
        Given given = Given.vchord();
        EXTENSIONS.forEach(given::trusted);
        return given;
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord());
    }

    @Override
    public List<Story> stories() {
        // It fires on every database whose role is not a superuser: RestoreIT restores a dump as Immich does it.
        return List.of();
    }
}
