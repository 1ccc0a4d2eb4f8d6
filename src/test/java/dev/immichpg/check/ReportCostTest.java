package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.postgres.SnapshotJson;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** issue 19: what an examination costs beside its statement, in bytes of garbage, which no other program on the machine can change. */
class ReportCostTest {

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void readingAndJudgingASnapshotMakesLittleGarbage() {
        Given given = Given.vchord();
        Snapshot is = given.snapshot();
        String document = SnapshotJson.write(is);
        Doctor doctor = new Doctor(Set.of(), Map.of());
        // 660,000 are usual, most of them for the structure, which is read once an hour.
        assertAllocates(1_000_000, "reading", () -> SnapshotJson.read(document));
        // 332,000 are usual.
        assertAllocates(500_000, "judging", () -> Judged.report(given, doctor, Optional.empty()));
    }

    private static void assertAllocates(long most, String what, Runnable work) {
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) { // What runs for the first time also loads classes.
            long before = THREAD.getCurrentThreadAllocatedBytes();
            work.run();
            allocated = Math.min(allocated, THREAD.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println(what + " a snapshot allocates " + allocated + " bytes.");
        assertTrue(allocated <= most, what + " a snapshot allocates " + allocated + " bytes");
    }
}
