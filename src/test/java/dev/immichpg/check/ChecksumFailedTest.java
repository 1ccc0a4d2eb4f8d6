package dev.immichpg.check;

import static dev.immichpg.check.Check.CHECKSUM_FAILED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.ChecksumFailures;
import dev.immichpg.catalog.Snapshot.Checksums;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChecksumFailedTest implements CheckTest {

    private static final String RESTORE =
            "Find the fault in disk, memory or controller first. Then restore database %s from a backup taken before"
                    + " the damage; Postgres' log names the pages."
                    + RemedySteps.WITHOUT_THE_AGENT;

    @Test
    void aDamagedPageIsAProblem() {
        Finding finding = Judged.onlyFinding(Judged.judge(CHECKSUM_FAILED, failed("immich")));

        assertEquals("immich", finding.subject());
        assertEquals(
                "Postgres has found damaged pages in database immich since its statistics were last reset.",
                finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "INSTALL_PACKAGES PERSON: " + RESTORE.formatted("immich"),
                        "REBUILD_INDEX SUPERUSER: SELECT pg_catalog.pg_stat_reset();",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void anotherDatabasesIsOneToo() {
        Finding finding = Judged.onlyFinding(Judged.judge(CHECKSUM_FAILED, failed("wiki")));

        assertEquals("wiki", finding.subject());
        assertEquals(
                "REBUILD_INDEX PERSON: Reset the counter, as a superuser in database wiki:"
                        + " SELECT pg_catalog.pg_stat_reset()",
                Judged.remedy(finding).get(2));
    }

    @Test
    void soIsOneOfTheSharedCatalogs() {
        Finding finding = Judged.onlyFinding(Judged.judge(CHECKSUM_FAILED, failed("")));

        assertEquals("shared catalogs", finding.subject());
        assertEquals(3, finding.remedy().steps().size());
    }

    @Test
    void quietWhereNoneWasMet() {
        assertEquals(
                Status.OK,
                Judged.judge(CHECKSUM_FAILED, Given.pgvectors().historyHidden()).status());
    }

    /** catalogs.md#what-is-seen: without checksums the counter is null, which is not 0. */
    @Test
    void nothingCountedIsNotNoneWithoutChecksums() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(CHECKSUM_FAILED, Given.vchord().checksums(new Checksums(false, List.of())))
                        .status());
    }

    private static Given failed(String database) {
        return Given.vchord().checksums(new Checksums(true, List.of(new ChecksumFailures(database, 7))));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(failed("immich"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a page is damaged on disk", Check.CHECKSUM_FAILED, Set.of(), Outcome.STARTS, Story::vchord, p -> {
                    p.database()
                            .superuserExecute(
                                    "CREATE TABLE public.damaged AS SELECT generate_series(1, 100)", "CHECKPOINT");
                    String file = p.database().value("SELECT pg_relation_filepath('public.damaged')");
                    p.server().stop();
                    damage(p, file);
                    p.server().startAgain();
                    readDamaged(p);
                    p.await("SELECT checksum_failures > 0 FROM pg_stat_database WHERE datname = current_database()");
                    p.where(
                            RESTORE.formatted(p.database().name()),
                            () -> p.database().superuserExecute("DROP TABLE public.damaged"));
                    // Postgres 14 counts in a process of its own.
                    p.where(
                            "Start Immich.",
                            () -> p.await("SELECT checksum_failures = 0 FROM pg_stat_database"
                                    + " WHERE datname = current_database()"));
                }));
    }

    private static void damage(Patient patient, String file) {
        try (RandomAccessFile page = new RandomAccessFile(
                patient.server().dataDirectory().resolve(file).toFile(), "rw")) {
            page.seek(4000);
            page.write(new byte[] {1, 2, 3, 4});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readDamaged(Patient patient) {
        try {
            patient.database().value("SELECT count(*) FROM public.damaged");
        } catch (IllegalStateException e) {
            return; // invalid page in block 0
        }
        throw new AssertionError("The damage was not noticed.");
    }
}
