package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Structure;
import dev.immichpg.catalog.Structure.Table;
import dev.immichpg.need.MigrationMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaLedgerTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();
    private static final int LAST = LEDGER.migrations().size() - 1;

    /** Each file can be replaced without the other. */
    @Test
    void itKnowsTheMigrationsOfTheReleases() {
        assertEquals(
                ReleasesFile.builtIn().migrations().stream()
                        .map(MigrationMark::migration)
                        .toList(),
                LEDGER.migrations());
    }

    @ParameterizedTest
    @CsvSource({"0, assets, asset", "26, assets, asset", "27, asset, assets", "99, asset, assets"})
    void tablesComeAndGo(int migration, String there, String gone) {
        Structure structure = LEDGER.after(migration);
        assertTrue(structure.table(there).isPresent());
        assertFalse(structure.table(gone).isPresent());
    }

    /** As counted in the source. */
    @Test
    void nothingOfTheNewestReleaseIsLost() {
        Structure newest = LEDGER.after(LAST);
        assertEquals(70, newest.tables().size());
        assertEquals(
                506, newest.tables().stream().mapToInt(t -> t.columns().size()).sum());
        assertEquals(
                161,
                newest.tables().stream().mapToInt(t -> t.constraints().size()).sum());
        assertEquals(
                49, newest.tables().stream().mapToInt(t -> t.triggers().size()).sum());
        assertEquals(26, newest.functions().size());
        assertEquals(7, newest.enums().size());
        assertEquals(1, newest.sequences().size());
        for (Table table : newest.tables()) {
            assertFalse(table.columns().isEmpty(), table.name());
            assertFalse(table.constraints().isEmpty(), table.name());
        }
    }

    @Test
    void whatIsImmichsIsFoundByItsName() {
        assertTrue(LEDGER.tableNames().containsAll(List.of("asset", "assets", "kysely_migrations", "migrations")));
        assertTrue(LEDGER.sequenceNames().contains("naturalearth_countries_id_seq"));
        assertTrue(LEDGER.functionSignatures().contains("f_unaccent(text)"));
        assertTrue(LEDGER.enumNames().contains("asset_visibility_enum"));
        assertFalse(LEDGER.tableNames().contains("my_notes"));
    }

    @Test
    void aMigrationHasANumber() {
        assertEquals(OptionalInt.of(0), LEDGER.number("1744910873969-InitialMigration"));
        assertEquals(OptionalInt.empty(), LEDGER.number("1999999999999-Unheard"));
    }

    @Test
    void everyTriedMigrationIsKnown() {
        assertTrue(LEDGER.tried().size() > 1_500);
        assertTrue(LEDGER.tried().stream()
                .allMatch(t ->
                        t.migration() > 0 && t.migration() < LEDGER.migrations().size()));
    }

    @Test
    void issue19_whatIsReadOnlyWhenItIsAskedForIsWhatIsReadAtOnce() throws IOException {
        String text;
        try (InputStream file = LedgerFile.class.getResourceAsStream("/dev/immichpg/ledger/schema.tsv")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        AtomicInteger reads = new AtomicInteger();
        SchemaLedger later = LedgerText.parseWhatIsAskedFor(() -> {
            reads.incrementAndGet();
            return text;
        });
        SchemaLedger atOnce = LedgerText.parse(text);

        assertEquals(atOnce.migrations(), later.migrations());
        assertEquals(atOnce.variants(), later.variants());
        assertEquals(atOnce.after(LAST), later.after(LAST));
        assertEquals(1, reads.get());
        assertEquals(atOnce.tried(), later.tried());
        assertEquals(LEDGER.tried(), later.tried());
        assertEquals(2, reads.get());
        later.tried(LAST);
        assertEquals(2, reads.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-", "27-39", "0-99999"})
    void anObjectIsThereFromOneMigrationToAnother(String from) {
        String migrations = "migration\tA\n".repeat(100_000);
        SchemaLedger ledger = LedgerText.parse("format\t1\n" + migrations + "table\t" + from + "\tasset");
        String[] ends = from.split("-", -1);
        assertEquals(Integer.parseInt(ends[0]), ledger.tables().get(0).since());
        assertEquals(
                ends[1].isEmpty() ? Lasting.ALWAYS : Integer.parseInt(ends[1]),
                ledger.tables().get(0).until());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "-3", "3", "1-2-3", "x-", "1-x", "123456-", "1-123456", "+1-", "1-+2", "١-", " 1-"})
    void whatIsNoPairOfNumbersIsRefused(String ends) {
        assertEquals(
                "line 2: field 2 must be two numbers of migrations, as 27-39 or 27-.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LedgerText.parse("format\t1\ntable\t" + ends + "\tasset"))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table~0-~asset | the line \"format\" is missing.",
                "format~2 | line 1: this program reads format 1, not 2.",
                "format~1^table~0-~asset | there is no migration with the number of asset.",
                "format~1^migration~1-A^table~0-0~asset | line 3: it must be gone after it came, and not before",
                "format~1^migration~1-A^view~0-~asset | line 3: \"view\" is no kind of object.",
                "format~1^migration~1-A^column~0-~asset~id~uuid~maybe | line 3: field 6 must be one of \"null\", \"not null\".",
                "format~1^stops~missing~x | line 2: field 3 must be the number of a migration.",
            })
    void aLineThatDoesNotFitIsNamed(String text, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> LedgerText.parse(text.replace('~', '\t').replace('^', '\n')))
                        .getMessage());
    }
}
