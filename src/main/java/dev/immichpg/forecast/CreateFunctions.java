package dev.immichpg.forecast;

import dev.immichpg.catalog.Structure;
import dev.immichpg.ledger.Lasting;
import java.util.List;
import java.util.Optional;

/** Immich's migrations create functions, most of them in plpgsql: who creates one needs USAGE on its language. */
final class CreateFunctions implements StartUpStep {

    private static final String RULE = "language";
    private static final String CHECK = "function-language-unusable";

    /** In which each function of a trigger is. */
    private static final String OF_TRIGGERS = "plpgsql";

    @Override
    public StepOutcome take(StartProgress start) {
        List<String> unusable = start.is().unusableLanguages().orElse(List.of());
        if (unusable.isEmpty() || !start.migrates()) {
            return start.tell();
        }
        String seen =
                "Role " + start.role() + " is not able to create functions in " + String.join(" and ", unusable) + ".";
        if (!start.found().hasImmichTables()) {
            return start.tell(ForecastStep.blocks(RULE, seen + " Immich's migrations create functions.", CHECK));
        }
        Optional<PendingMigrations> pending = start.pending();
        if (pending.isEmpty()) {
            return start.tell(ForecastStep.unknown(
                    RULE, seen + " Whether the migrations of this upgrade create some is not known.", CHECK));
        }
        List<Lasting<Structure.Function>> made = start.should().releases().ledger().functions().stream()
                .filter(f -> pending.get().from() < f.since()
                        && f.since() <= pending.get().to())
                .toList();
        if (made.isEmpty()) {
            return start.tell(ForecastStep.warns(RULE, seen + " The migrations of this upgrade create none.", CHECK));
        }
        Optional<Lasting<Structure.Function>> stopping = made.stream()
                .filter(f -> unusable.size() > 1
                        || unusable.contains(OF_TRIGGERS)
                                && f.object().returns().equals("trigger"))
                .findFirst();
        return start.tell(stopping.map(f -> ForecastStep.blocks(
                        RULE,
                        seen + " A migration of this upgrade creates "
                                + f.object().name() + ".",
                        CHECK))
                .orElseGet(() -> ForecastStep.unknown(
                        RULE,
                        seen + " A migration of this upgrade creates "
                                + made.get(0).object().name() + ", whose language is not known.",
                        CHECK)));
    }
}
