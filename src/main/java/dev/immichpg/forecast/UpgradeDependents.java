package dev.immichpg.forecast;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.ledger.InTheWay;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Version;
import java.util.List;

/** What depends on tables and columns that the migrations of an upgrade drop or change. */
public final class UpgradeDependents {

    private UpgradeDependents() {}

    /** @return none where the structure was not read, or is not known to the ledger: {@link SchemaState#unknown} says so */
    public static List<InTheWay> of(Snapshot is, Expectation should, Version release) {
        SchemaState schema = should.schema()
                .orElseGet(() -> SchemaState.of(is, should.releases().ledger()));
        PendingMigrations pending = PendingMigrations.of(should, release, schema);
        return is.structure()
                .map(structure -> InTheWay.of(structure, should.releases().ledger(), pending.from(), pending.to()))
                .orElse(List.of());
    }

    /** As for an upgrade to the newest release that the ledger knows: where there is none here, there is none for any. */
    public static List<InTheWay> ofAnyUpgrade(Snapshot is, SchemaState schema, SchemaLedger ledger) {
        return schema.migration().isEmpty()
                ? List.of()
                : is.structure()
                        .map(structure -> InTheWay.of(
                                structure,
                                ledger,
                                schema.migration().getAsInt(),
                                ledger.migrations().size() - 1))
                        .orElse(List.of());
    }
}
