package dev.immichpg.forecast;

import dev.immichpg.ledger.InTheWay;
import dev.immichpg.ledger.SchemaState;
import dev.immichpg.ledger.UpgradeTrial;
import java.util.List;
import java.util.Optional;

/**
 * Immich's migrations find schema public as the release before has left it, or stop (database.md#structure). How each ends on
 * what is missing, or there already, was tried with one object at a time.
 */
final class ApplyToSchema implements StartUpStep {

    private static final String RULE = "structure";

    private static final String DEPENDENTS = "schema-dependent-in-the-way";

    /** Those that name what differs. */
    private static final String[] CHECKS = {
        "schema-table-missing",
        "schema-column-missing",
        "schema-column-different",
        "schema-key-missing",
        "schema-constraint-different",
        "schema-index-missing",
        "schema-trigger-missing",
        "schema-trigger-unexpected",
        "schema-function-missing",
        "schema-enum-value-missing",
        "schema-object-left-over"
    };

    @Override
    public StepOutcome take(StartProgress start) {
        SchemaState schema = start.schema();
        if (!schema.unknown().isEmpty()) {
            return start.tell(
                    start.migrates()
                            ? Optional.of(ForecastStep.unknown(
                                    RULE,
                                    schema.unknown() + " Whether Immich's migrations would run on it is not known."))
                            : Optional.empty());
        }
        PendingMigrations pending = PendingMigrations.of(start, schema);
        UpgradeTrial trial =
                UpgradeTrial.of(schema.differences(), start.should().releases().ledger(), pending.from(), pending.to());
        Optional<ForecastStep> inTheWay =
                trial.end() == UpgradeTrial.Outcome.STOPS ? Optional.empty() : inTheWay(start);
        if (inTheWay.isPresent()) {
            return start.tell(inTheWay);
        }
        if (pending.names().isEmpty()) {
            return start.tell(LackingAtStart.table(start, schema)
                    .map(seen -> ForecastStep.unknown(RULE, seen, "schema-table-missing")));
        }
        return start.tell(
                switch (trial.end()) {
                    case PASSES -> Optional.<ForecastStep>empty();
                    case STAYS -> Optional.of(ForecastStep.warns(RULE, trial.sentence(), CHECKS));
                    case STOPS -> Optional.of(ForecastStep.blocks(RULE, trial.sentence(), CHECKS));
                    case UNTRIED -> Optional.of(ForecastStep.unknown(RULE, trial.sentence(), CHECKS));
                });
    }

    private static Optional<ForecastStep> inTheWay(StartProgress start) {
        List<InTheWay> all = UpgradeDependents.of(
                start.found(), start.should(), start.immich().release());
        return all.stream()
                .filter(InTheWay::certain)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(first -> first.certain()
                        ? ForecastStep.blocks(RULE, first.sentence(), DEPENDENTS)
                        : ForecastStep.unknown(RULE, first.sentence(), DEPENDENTS));
    }
}
