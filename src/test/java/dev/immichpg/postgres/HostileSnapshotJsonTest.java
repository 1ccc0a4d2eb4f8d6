package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.HostileJson;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.HostileSnapshots;
import dev.immichpg.check.ReportText;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A file is a snapshot, or is refused with one sentence on one line. */
class HostileSnapshotJsonTest {

    @Provide
    Arbitrary<String> documents() {
        return HostileJson.of(SnapshotJson.write(Given.pgvectors().snapshot()));
    }

    @Provide
    Arbitrary<Snapshot> snapshots() {
        return HostileSnapshots.any();
    }

    @Property(seed = HostileSnapshots.SEED)
    void aDocumentIsReadOrRefused(@ForAll("documents") String document) {
        Snapshot is;
        try {
            is = SnapshotJson.readFile(document);
        } catch (IllegalArgumentException refused) {
            String sentence = refused.getMessage();
            assertEquals(ReportText.visible(sentence), sentence);
            assertTrue(sentence.startsWith("The snapshot ") && sentence.endsWith("."), sentence);
            assertFalse(sentence.contains("dev.immichpg"), sentence);
            return;
        }
        assertEquals(is, SnapshotJson.readFile(SnapshotJson.write(is)));
    }

    @Property(seed = HostileSnapshots.SEED)
    void whatIsWrittenIsReadAgain(@ForAll("snapshots") Snapshot is) {
        assertEquals(is, SnapshotJson.read(SnapshotJson.write(is)));
    }
}
