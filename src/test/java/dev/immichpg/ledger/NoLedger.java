package dev.immichpg.ledger;

import java.nio.file.Path;
import java.util.Map;

/**
 * For tests whose stand-in databases hold a few of Immich's tables only: with it, nobody compares them with what a whole database
 * holds. SchemaStoriesIT and WholeDatabasesIT have whole ones.
 */
public final class NoLedger {

    private NoLedger() {}

    /** For a program that is started. */
    public static Map<String, String> environment() {
        return Map.of(
                "IMMICH_PG_LEDGER_FILE",
                Path.of("src/test/resources/dev/immichpg/ledger/none.tsv")
                        .toAbsolutePath()
                        .toString());
    }
}
