package dev.immichpg.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.LedgerFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Structure;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchemaStateTest {

    private static final SchemaLedger LEDGER = LedgerFile.builtIn();
    private static final int OF_2_7 = 67;

    private static SchemaState of(Given given) {
        return SchemaState.of(given.snapshot(), LEDGER);
    }

    @Test
    void theNewestMigrationSaysWhatMustBeThere() {
        assertEquals(new SchemaState(OptionalInt.of(OF_2_7), "", List.of()), of(Given.vchord()));
    }

    /** Without a grant: the state that fits best, and of several the last. */
    @Test
    void withoutTheMigrationsWhatFitsBestIsTaken() {
        assertEquals(
                OptionalInt.of(OF_2_7), of(Given.vchord().migrationsHidden()).migration());
        assertEquals(List.of(), of(Given.vchord().migrationsHidden()).differences());
    }

    /** Every state differs from every other that is not the same. */
    @Test
    void whatIsWholeDiffersInNothing() {
        for (int number = 0; number < LEDGER.migrations().size(); number++) {
            assertEquals(List.of(), SchemaComparison.of(LEDGER.after(number), LEDGER, number));
        }
    }

    @Test
    void nobodyKnowsWhatANewerReleaseHas() {
        assertEquals(
                "This database has migrations that the ledger of Immich's schema does not know. It goes up to "
                        + LEDGER.migrations().get(LEDGER.migrations().size() - 1) + ".",
                of(Given.vchord().migrations("1999999999999-Newer", "1775165531374-AddPersonNameTrigramIndex"))
                        .unknown());
    }

    @Test
    void tooMuchIsNotCompared() {
        assertEquals(
                "Schema public has more than 5000 objects: too many to be compared with those of Immich.",
                of(Given.vchord()
                                .structure(new Structure(
                                        false, List.of(), List.of(), List.of(), List.of(), List.of(), List.of())))
                        .unknown());
    }

    @Test
    void aDatabaseWithoutKyselysTablesHasNothingToBeComparedWith() {
        assertEquals(SchemaState.NOT_APPLICABLE, of(Given.pgvectors()));
        assertEquals(SchemaState.NOT_APPLICABLE, of(Given.fresh()));
    }
}
