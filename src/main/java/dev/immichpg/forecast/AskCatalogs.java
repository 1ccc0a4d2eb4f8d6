package dev.immichpg.forecast;

import dev.immichpg.need.Release.ReindexRule;
import java.util.List;

/** Immich takes its lock and asks Postgres' catalogs for extensions, indexes and tables (start-up.md#steps). */
final class AskCatalogs implements StartUpStep {

    private static final String RULE = "catalogs";
    private static final String CHECK = "catalog-access-denied";

    /** Only a rebuild does. */
    private static final String AT_REBUILDS = "information_schema.columns";

    @Override
    public StepOutcome take(StartProgress start) {
        List<String> denied = start.is().deniedCatalogs().orElse(List.of());
        if (denied.isEmpty()) {
            return start.tell();
        }
        String seen = "Role " + start.role() + " is not allowed to use " + String.join(", ", denied) + " of Postgres.";
        // Read in the code of these releases; what older ones ask has not been tried.
        boolean asks = start.release().reindex() == ReindexRule.BY_INDEX_DEFINITION
                && denied.stream().anyMatch(name -> !name.equals(AT_REBUILDS));
        return start.tell(
                asks
                        ? ForecastStep.blocks(RULE, seen + " Immich asks it at each start.", CHECK)
                        : ForecastStep.unknown(RULE, seen + " Whether this start asks it is not known.", CHECK));
    }
}
