package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.EffectiveSearchPath;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.List;

/** {@link FailureMode#SEARCH_PATH_LOST} and {@link FailureMode#SEARCH_PATH_QUOTED}. */
final class SearchPathUnusable {

    private SearchPathUnusable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        EffectiveSearchPath effective = EffectiveSearchPath.of(is)
                .orElseThrow(() -> new Undecidable("Role " + is.login() + " has its own search_path, so it cannot"
                        + " see the server's. Run as a superuser: ALTER ROLE " + Sql.name(is.login())
                        + " RESET search_path; (or, if it is set for this database: ALTER ROLE " + Sql.name(is.login())
                        + " IN DATABASE " + Sql.name(is.database().name()) + " RESET search_path;)"));
        List<String> needed = SearchPathRepair.needed(is, should);
        List<String> missing = SearchPathRepair.missing(is, should, effective);
        if (missing.isEmpty()) {
            return Verdict.ok();
        }
        String observed = effective.path().isOneQuotedList()
                ? "The search_path of role " + is.role().name() + " was set as one quoted name: " + effective.value()
                        + "."
                : "The search_path of role " + is.role().name() + " is "
                        + (effective.value().isBlank() ? "empty" : effective.value()) + ", without "
                        + String.join(" and ", missing) + ".";
        return Verdict.problem(new Finding(
                is.role().name(),
                observed + " It is set for " + where(is, effective) + ".",
                "Expected " + String.join(" and ", needed) + " in it, as separate names.",
                Remedy.of(SearchPathRepair.step(is, should, effective), RemedyStep.RESTART_IMMICH)));
    }

    private static String where(Snapshot is, EffectiveSearchPath effective) {
        return effective
                .scope()
                .map(scope -> SettingLocation.of(is, scope).phrase())
                .orElse("the whole server");
    }
}
