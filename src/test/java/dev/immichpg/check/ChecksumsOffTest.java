package dev.immichpg.check;

import static dev.immichpg.check.Check.CHECKSUMS_OFF;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Checksums;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksumsOffTest implements CheckTest {

    @Test
    void aServerWithoutChecksumsIsWorthKnowing() {
        Finding finding = Judged.onlyFinding(Judged.judge(CHECKSUMS_OFF, off()));

        assertEquals("data_checksums", finding.subject());
        assertEquals("The server runs without data checksums.", finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RESTART_POSTGRES PERSON: Stop Postgres, run pg_checksums --enable --pgdata=<data directory> as"
                                + " its user (this reads and writes every page), and start it again.",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void quietWhereThereAreChecksums() {
        assertEquals(
                Status.OK,
                Judged.judge(CHECKSUMS_OFF, Given.pgvectors().historyHidden()).status());
    }

    private static Given off() {
        return Given.vchord().checksums(new Checksums(false, List.of()));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(off());
    }

    /** The bundles lack pg_checksums: the remedy cannot be replayed on them. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
