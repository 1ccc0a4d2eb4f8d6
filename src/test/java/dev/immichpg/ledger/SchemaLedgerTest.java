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
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaLedgerTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();

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
        Structure newest = LEDGER.after(LEDGER.migrations().size() - 1);
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
