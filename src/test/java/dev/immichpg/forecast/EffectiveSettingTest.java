package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.catalog.Snapshot.TableGuard.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting of a role or database stands in the catalogs as somebody typed it (seen on PostgreSQL 15: {@code row_security=false}). */
class EffectiveSettingTest {

    private static Snapshot set(String name, String typed, Given given) {
        return given.roleSetting(Scope.ROLE, name, typed).snapshot();
    }

    /** It was read as on where nobody had typed "off", and the start as if it could read its tables. */
    @ParameterizedTest
    @CsvSource({"off, true", "false, true", "NO, true", "0, true", "on, false", "yes, false"})
    void rowSecurityThatIsOffMakesEachQueryAnError(String typed, boolean isError) {
        Given given = Given.vchord()
                .roleSetting(Scope.ROLE, "row_security", typed)
                .guard("version_history", Kind.ROW_SECURITY, "", "", Optional.empty())
                .guard("version_history", Kind.PERMISSIVE_POLICY, "all", "SELECT", Optional.of(true));

        assertEquals(isError, RowSecurity.isError(given.snapshot()));
        assertEquals(
                isError
                        ? List.of(
                                "BLOCKS row security: Row level security of table version_history is in force for role immich,"
                                        + " and row_security is off: each query of the table is an error. Immich reads it at each start,"
                                        + " and stops. [row-security-in-force]")
                        : List.of(),
                Starts.told(new ReadMigrationTables().take(Starts.of("2.7.5", given))));
    }

    @Test
    void theOthersThatAreOnOrOffAreReadInTheSameWay() {
        for (String typed : List.of("on", "T", "ye")) {
            assertTrue(EffectiveReadOnly.of(set("default_transaction_read_only", typed, Given.vchord()))
                    .orElseThrow()
                    .readOnly());
            assertTrue(FoundIndex.unrecognised(set("quote_all_identifiers", typed, Given.vchord()), "clip_index")
                    .isPresent());
            assertEquals(
                    1,
                    DdlTriggers.all(set("event_triggers", typed, triggered())).size());
        }
        for (String typed : List.of("off", "F", "n")) {
            assertFalse(EffectiveReadOnly.of(set("default_transaction_read_only", typed, Given.vchord()))
                    .orElseThrow()
                    .readOnly());
            assertFalse(FoundIndex.unrecognised(set("quote_all_identifiers", typed, Given.vchord()), "clip_index")
                    .isPresent());
            assertEquals(
                    0,
                    DdlTriggers.all(set("event_triggers", typed, triggered())).size());
        }
    }

    private static Given triggered() {
        return Given.vchord().server(170_000).eventTrigger("all", "ddl_command_start");
    }
}
