package dev.immichpg.check;

import static dev.immichpg.check.Check.BACKUP_IMPOSSIBLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupImpossibleTest implements CheckTest {

    private static final String UPGRADE =
            "From 2.5.0 on, Immich backs it up without a superuser. Before that upgrade, ask this agent what it needs: set upgrade-to = 2.5.0.";

    /** FailureMode.BACKUP_DENIED. */
    @Test
    void pgDumpallNeedsASuperuser() {
        Finding finding = Judged.onlyFinding(Judged.judge(
                BACKUP_IMPOSSIBLE,
                Given.vchord()
                        .versionHistory("2.4.1")
                        .newestMigration("1764957138636-AddLockedPropertiesToAssetExif")));

        assertEquals("immich", finding.subject());
        assertEquals(
                "This release of Immich backs up with pg_dumpall, which needs a superuser. Role immich is not one.",
                finding.observed());
        assertEquals(
                "Expected a release that backs up with pg_dump, as from 2.5.0 on, or a superuser.", finding.expected());
        assertEquals(
                List.of("ADVICE PERSON: Back the database up yourself.", "ADVICE PERSON: " + UPGRADE),
                Judged.remedy(finding));
    }

    /** FailureMode.BACKUP_TOOLS_TOO_OLD. */
    @Test
    void aServerThatIsTooNew() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(BACKUP_IMPOSSIBLE, Given.vchord().server(190_001)));

        assertEquals("Postgres", finding.subject());
        assertEquals("Postgres is 19.1, and this release of Immich can only dump >=14 <19.", finding.observed());
        assertEquals("Expected a version that Immich can dump: its daily backup fails otherwise.", finding.expected());
        assertEquals(
                List.of("ADVICE PERSON: Back the database up yourself, until you run a release of Immich that can dump"
                        + " Postgres 19."),
                Judged.remedy(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "1.119.1, 17, false, NOT_APPLICABLE",
        "1.120.0, 17, false, PROBLEM",
        "1.120.0, 17, true,  OK",
        "2.2.3,   17, true,  OK",
        "2.1.0,   18, true,  PROBLEM",
        "2.2.0,   18, true,  OK",
        "2.3.0,   18, true,  OK",
        "2.4.1,   18, false, PROBLEM",
        "2.4.1,   19, true,  PROBLEM",
        "2.5.0,   18, false, OK",
        "2.5.0,   19, true,  PROBLEM",
        "3.3.0,   14, false, OK",
    })
    void byReleaseServerAndRole(String immich, int major, boolean superuser, Status status) {
        Given given = Given.vchord().server(major * 10_000 + 1);
        if (superuser) {
            given.superuser();
        }

        assertEquals(status, Judged.judge(BACKUP_IMPOSSIBLE, given, immich).status());
    }

    @Test
    void bothAtOnce() {
        assertEquals(
                List.of("Postgres", "immich"),
                Judged.judge(BACKUP_IMPOSSIBLE, Given.vchord().server(180_001), "2.1.0").findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(BACKUP_IMPOSSIBLE, Given.vchord().historyHidden()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord(), "2.4.1");
    }

    @Override
    public List<Story> stories() {
        // There is no Postgres yet that is newer than Immich's pg_dump: unit tests alone.
        return List.of(new Story(
                        "Immich's role is a superuser no more",
                        Check.BACKUP_IMPOSSIBLE,
                        Set.of(),
                        Outcome.STARTS,
                        server -> ImmichDatabase.on(server)
                                .vchord("0.4.3")
                                .immich("2.4.1")
                                .superuserRole()
                                .create(),
                        p -> {
                            p.database().superuserExecute("ALTER ROLE " + p.quotedRole() + " NOSUPERUSER");
                            p.where(UPGRADE, () -> p.upgradeImmich("2.5.0"));
                        })
                .neverOfWhole());
    }
}
