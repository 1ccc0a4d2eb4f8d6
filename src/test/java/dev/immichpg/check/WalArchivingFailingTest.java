package dev.immichpg.check;

import static dev.immichpg.check.Check.WAL_ARCHIVING_FAILING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Archiving;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalArchivingFailingTest implements CheckTest {

    private static final String FIX_FAILING =
            "Find out in Postgres' log and with the backup tool's own check (pgbackrest check, barman check) why the archive"
                    + " command fails, and fix it. Nothing needs a restart.";

    private static final String CURRENT = "000000010000000A000000FE";

    @Test
    void aFailureThatIsNewerThanTheLastSuccessIsAProblem() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                WAL_ARCHIVING_FAILING,
                archiving("on", true, "000000010000000A000000F0", "000000010000000A000000F1", true, CURRENT)));

        assertEquals("archiver", finding.subject());
        assertEquals("The last attempt to archive WAL failed, at file 000000010000000A000000F1.", finding.observed());
        assertEquals(
                "Expected it to succeed: Postgres keeps all WAL until then, and backups lack everything since the last success.",
                finding.expected());
        assertEquals(List.of("CONFIGURE PERSON: " + FIX_FAILING), Judged.remedy(finding));
    }

    @Test
    void archivingWithoutACommandIsAProblem() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(WAL_ARCHIVING_FAILING, archiving("on", false, "", "", false, CURRENT)));

        assertEquals("archive_command", finding.subject());
        assertEquals("archive_mode is on, but neither archive_command nor archive_library is set.", finding.observed());
    }

    /** Files of 16 MiB: 256 to a log. The timeline does not count. */
    @ParameterizedTest
    @CsvSource({
        "000000010000000A000000FE,                    OK",
        "000000010000000A000000BE,                    OK",
        "000000010000000A000000BD,                    PROBLEM",
        "000000020000000A000000BD,                    PROBLEM",
        "000000010000000900000000,                    PROBLEM",
        "000000010000000A00000001.00000028.backup,    OK",
        "000000010000000A000000BE.partial,            OK",
        "00000002.history,                            OK",
        "'',                                          OK",
        "000000010000000B00000000,                    OK"
    })
    void farBehindIsAProblemAlsoWithoutAFailure(String archived, Status status) {
        assertEquals(
                status,
                Judged.judge(WAL_ARCHIVING_FAILING, archiving("on", true, archived, "", false, CURRENT))
                        .status());
    }

    @Test
    void aStandbyThatArchivesHasNoFileOfItsOwn() {
        assertEquals(
                Status.OK,
                Judged.judge(
                                WAL_ARCHIVING_FAILING,
                                archiving("always", true, "000000010000000100000000", "", false, ""))
                        .status());
    }

    @Test
    void doesNotApplyWhereItIsOff() {
        Verdict verdict = Judged.judge(WAL_ARCHIVING_FAILING, Given.pgvectors().historyHidden());

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("archive_mode is off.", verdict.note());
    }

    private static Given archiving(
            String mode, boolean command, String archived, String failed, boolean failing, String current) {
        return Given.vchord().archiving(new Archiving(mode, command, archived, failed, failing, current, 16L << 20));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(archiving("on", true, "", "000000010000000A000000F1", true, CURRENT));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the archive command fails",
                Check.WAL_ARCHIVING_FAILING,
                Set.of(),
                Outcome.STARTS,
                server -> {
                    server.configure("archive_mode", "on");
                    server.configure("archive_command", "true");
                    server.restart();
                    return Story.vchord(server);
                },
                p -> {
                    p.server().configure("archive_command", "false");
                    p.server().reload();
                    p.database().superuserExecute("SELECT pg_switch_wal()");
                    p.await("SELECT coalesce(last_failed_time > last_archived_time, last_failed_time IS NOT NULL)"
                            + " FROM pg_stat_archiver");
                    p.where(FIX_FAILING, () -> {
                        p.server().configure("archive_command", "true");
                        p.server().reload();
                        p.await("SELECT last_archived_time > last_failed_time FROM pg_stat_archiver");
                        p.server().configure("archive_mode", "off");
                    });
                }));
    }
}
