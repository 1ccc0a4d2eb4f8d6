package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Structure.Dependent;
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
                        remedy(entry.getValue().get(0))))
                .toList());
    }

    /** It goes before Immich starts, and comes back after it. No rows are dropped with it, neither Immich's nor anybody's. */
    private static Remedy remedy(InTheWay obstacle) {
        Dependent d = obstacle.dependent();
        String table = SchemaFindings.qualified(d.table());
        return switch (d.kind()) {
            case PARTITIONED ->
                before("Take a backup. Then make table " + d.table()
                        + " an ordinary table again, with all of its rows: nobody has tried Immich's migrations on a"
                        + " partitioned one.");
            case INHERITED_COLUMN ->
                before("As its owner, let table " + d.table() + " inherit from table " + d.name()
                        + " no longer. It keeps its columns and rows: ALTER TABLE " + table + " NO INHERIT "
                        + d.name());
            case TABLE ->
                before("Table " + d.name() + " inherits from " + d.table()
                        + ", so Immich sees its rows there. If they are Immich's, move them to " + d.table()
                        + ". Then, as its owner: ALTER TABLE " + d.name() + " NO INHERIT " + table);
            case PUBLICATION ->
                around(
                        "As the owner of publication " + d.name() + ", save its definition, and take the table out of"
                                + " it: ALTER PUBLICATION " + d.name() + " DROP TABLE " + table,
                        "Put table " + d.table() + " into publication " + d.name() + " again, if you need it there.");
            default ->
                around(
                        "Save the definition of " + obstacle.object()
                                + " (pg_dump --schema-only prints it), and drop it.",
                        "Make " + obstacle.object() + " again for the changed tables, if you need it.");
        };
    }

    private static Remedy before(String first) {
        return Remedy.of(RemedyStep.STOP_IMMICH, RemedyStep.person(Phase.GRANT, first), RemedyStep.START_IMMICH);
    }

    private static Remedy around(String first, String last) {
        return Remedy.of(
                RemedyStep.STOP_IMMICH,
                RemedyStep.person(Phase.GRANT, first),
                RemedyStep.START_IMMICH,
                RemedyStep.person(Phase.CLEAR_AWAY, last));
    }
}
