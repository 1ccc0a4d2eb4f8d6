package dev.immichpg.check;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.EffectiveSearchPath;
import dev.immichpg.forecast.VectorSchemas;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link FailureMode#SEARCH_PATH_LOST} and {@link FailureMode#SEARCH_PATH_QUOTED}. */
final class SearchPathUnusable {

    private SearchPathUnusable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        EffectiveSearchPath effective = EffectiveSearchPath.of(is)
                .orElseThrow(() -> new Undecidable("Role " + is.login() + " has its own search_path, so it cannot"
                        + " see the server's. Run as a superuser: ALTER ROLE " + Sql.name(is.login())
                        + " RESET search_path; (or, if it is set for this database: ALTER ROLE " + Sql.name(is.login())
                        + " IN DATABASE " + Sql.name(is.database().name()) + " RESET search_path;)"));
        List<String> needed = needed(is, should);
        List<String> missing = needed.stream()
                .filter(schema -> !effective.path().contains(schema, is.effectiveRoleName()))
                .toList();
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
                Remedy.of(
                        RemedyStep.superuser(
                                Phase.GRANT,
                                SettingLocation.toFix(is, effective.scope()).alter() + " SET search_path TO "
                                        + repaired(effective.path(), missing).stream()
                                                .map(Sql::name)
                                                .collect(Collectors.joining(", "))
                                        + ";"),
                        RemedyStep.RESTART_IMMICH)));
    }

    /** {@code public} for the tables, and the schemas of what Immich names bare. */
    private static List<String> needed(Snapshot is, Expectation should) {
        return Stream.of(
                        Stream.of("public"),
                        ChosenExtension.of(is, should).stream().flatMap(c -> VectorSchemas.of(is, c).stream()),
                        VectorSchemas.ofMigrations(is, should.release()).stream())
                .flatMap(schemas -> schemas)
                .distinct()
                .toList();
    }

    /** What is there, or was meant to be, stays; public comes first, since Immich's tables are made in the first one. */
    private static List<String> repaired(SearchPath path, List<String> missing) {
        SearchPath meant =
                path.isOneQuotedList() ? SearchPath.parse(path.names().get(0)) : path;
        List<String> names = new ArrayList<>(meant.names());
        for (String schema : missing) {
            if (names.contains(schema)) {
                continue;
            }
            if (schema.equals("public")) {
                names.add(names.indexOf("$user") == 0 ? 1 : 0, schema);
            } else {
                names.add(schema);
            }
        }
        return names;
    }

    private static String where(Snapshot is, EffectiveSearchPath effective) {
        return effective
                .scope()
                .map(scope -> SettingLocation.of(is, scope).phrase())
                .orElse("the whole server");
    }
}
