package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md, "A newer Immich in the ledger". */
class LedgerSourceTest {

    private static final Path RESOURCE = Path.of("src/main/resources/dev/immichpg/ledger/schema.tsv");
    private static final Path TRIALS = Path.of("src/test/resources/dev/immichpg/ledger/trials.tsv");

    /** With -Dledger.source=DIRECTORY; rewritten with -Dgolden.write=true as well. */
    @Test
    void theLedgerIsMadeOfItsSource() throws IOException {
        String source = System.getProperty("ledger.source");
        if (source == null) {
            return; // Those who have not got it have not changed it.
        }
        String made = new LedgerSource(Path.of(source)).text();
        String trials = new LedgerSource(Path.of(source)).trials();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(RESOURCE, made);
            Files.writeString(TRIALS, trials);
        }
        assertEquals(made, Files.readString(RESOURCE));
        assertEquals(trials, Files.readString(TRIALS));
    }
}
