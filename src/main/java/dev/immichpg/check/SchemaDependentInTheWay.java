package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.UpgradeDependents;
import dev.immichpg.ledger.InTheWay;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A view, policy or key of somebody else's, because of which Postgres refuses what a migration does. */
final class SchemaDependentInTheWay {

    private SchemaDependentInTheWay() {}

    static Verdict judge(Snapshot is, Expectation should) {
        SchemaState schema = should.schema()
                .orElseGet(() -> SchemaState.of(is, should.releases().ledger()));
        if (!schema.unknown().isEmpty()) {
            throw new Undecidable(schema.unknown());
        }
        if (schema.migration().isEmpty()) {
            return Verdict.notApplicable(
                    "What Immich's migrations change is known from Immich 1.132.0 on, once it has run.");
        }
        if (UpgradeDependents.ofAnyUpgrade(is, schema, should.releases().ledger())
                .isEmpty()) {
            return Verdict.ok(); // whatever release it is, which a login without grants does not see
        }
        Map<String, List<InTheWay>> byName = UpgradeDependents.of(
                        is, should, should.version().release())
                .stream()
                .collect(Collectors.groupingBy(d -> d.dependent().name(), LinkedHashMap::new, Collectors.toList()));
        return Verdict.of(byName.entrySet().stream()
                .map(entry -> new Finding(
                        entry.getKey(),
                        entry.getValue().get(0).sentence(),
                        "Expected nothing to depend on what a migration drops or gives another type.",
                        new Remedy(List.of(
                                RemedyStep.STOP_IMMICH,
                                RemedyStep.person(
                                        Phase.CLEAR_AWAY,
                                        "Save the definition of " + entry.getKey()
                                                + ": pg_dump --schema-only prints it. Drop it, start Immich, and create it"
                                                + " again for the changed tables."),
                                RemedyStep.START_IMMICH))))
                .toList());
    }
}
