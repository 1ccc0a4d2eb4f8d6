package dev.immichpg.check;

import static dev.immichpg.check.Check.START_UP_IN_PROGRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.StartUpLock;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartUpInProgressTest implements CheckTest {

    private static final String WAIT = "Wait until that has ended. Do not restart Immich or Postgres before.";

    /** FailureMode.REBUILD_IN_PROGRESS. */
    @Test
    void immichThatIsStartingIsLeftAlone() {
        Finding finding = Judged.onlyFinding(Judged.judge(START_UP_IN_PROGRESS, locked(true, 0)));

        assertEquals("Immich", finding.subject());
        assertEquals("Immich is starting.", finding.observed());
        assertEquals(
                "Expected it to end by itself. If it is interrupted, it starts again from the beginning.",
                finding.expected());
        assertEquals(List.of("WAIT PERSON: " + WAIT), Judged.remedy(finding));
    }

    @Test
    void soIsItsRebuild() {
        assertEquals(
                "Immich is starting, and an index is being built.",
                Judged.onlyFinding(Judged.judge(START_UP_IN_PROGRESS, locked(true, 1)))
                        .observed());
    }

    @Test
    void andOneByHand() {
        Finding finding = Judged.onlyFinding(Judged.judge(START_UP_IN_PROGRESS, locked(false, 2)));

        assertEquals("index", finding.subject());
        assertEquals("An index is being built in this database.", finding.observed());
    }

    @Test
    void quietOtherwiseAlsoWhereTheReleaseIsUnknown() {
        assertEquals(
                Status.OK,
                Judged.judge(START_UP_IN_PROGRESS, Given.pgvectors().historyHidden())
                        .status());
    }

    private static Given locked(boolean held, int buildingIndexes) {
        return Given.vchord().startUpLock(new StartUpLock(held, buildingIndexes));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(locked(true, 0));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "Immich is starting",
                Check.START_UP_IN_PROGRESS,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                StartUpInProgressTest::start));
    }

    private static void start(Patient patient) {
        try {
            Connection immich = patient.database().connect();
            execute(immich, "SELECT pg_advisory_lock(200)");
            patient.where(WAIT, () -> {
                execute(immich, "SELECT pg_advisory_unlock(200)");
                hangUp(immich);
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hangUp(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
