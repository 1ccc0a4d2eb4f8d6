package dev.immichpg.check;

import dev.immichpg.catalog.SearchPath;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.forecast.CreationSchema;
import dev.immichpg.forecast.EffectiveSearchPath;
import dev.immichpg.forecast.VectorSchemas;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The search_path that Immich's role should have. It can be wrong in two ways at once, and a plan sets it once: so whatever was
 * found, the statement is this one (issue 15).
 */
final class SearchPathRepair {

    private SearchPathRepair() {}

    /**
     * {@code public} for the tables, and the schemas of what Immich names bare.
     *
     * @throws Undecidable where nobody knows which extension Immich uses
     */
    static List<String> needed(Snapshot is, Expectation should) {
        return Stream.of(
                        Stream.of("public"),
                        ChosenExtension.of(is, should).stream().flatMap(c -> VectorSchemas.of(is, c).stream()),
                        VectorSchemas.ofMigrations(is, should.release()).stream())
                .flatMap(schemas -> schemas)
                .distinct()
                .toList();
    }

    /** Those of what is needed that are not in the path. Throws {@link Undecidable} as {@link #needed}. */
    static List<String> missing(Snapshot is, Expectation should, EffectiveSearchPath effective) {
        return needed(is, should).stream()
                .filter(schema -> !effective.path().contains(schema, is.effectiveRoleName()))
                .toList();
    }

    private static final String SET = " SET search_path TO ";

    /** What a step of this kind alters: {@code ALTER DATABASE immich}; empty: it is another step. */
    static Optional<String> whose(RemedyStep step) {
        int end = step.text().startsWith("ALTER ") ? step.text().indexOf(SET) : -1;
        return end < 0 ? Optional.empty() : Optional.of(step.text().substring(0, end));
    }

    static RemedyStep step(Snapshot is, Expectation should, EffectiveSearchPath effective) {
        return RemedyStep.superuser(
                Phase.GRANT,
                SettingLocation.toFix(is, effective.scope()).alter() + SET
                        + repaired(is, should, effective).stream()
                                .map(Sql::name)
                                .collect(Collectors.joining(", "))
                        + ";");
    }

    /** What is there, or was meant to be, stays; public comes first, since Immich's tables are made in the first one. */
    private static List<String> repaired(Snapshot is, Expectation should, EffectiveSearchPath effective) {
        SearchPath path = effective.path();
        SearchPath meant =
                path.isOneQuotedList() ? SearchPath.parse(path.names().get(0)) : path;
        List<String> names = new ArrayList<>(meant.names());
        for (String schema : missingAsFarAsKnown(is, should, effective)) {
            if (names.contains(schema)) {
                continue;
            }
            if (schema.equals("public")) {
                names.add(names.indexOf("$user") == 0 ? 1 : 0, schema);
            } else {
                names.add(schema);
            }
        }
        if (CreationSchema.beforePublic(is).isPresent()) {
            names.remove("public");
            names.add(0, "public");
        }
        return names;
    }

    /** Where nobody knows, nothing else sets the path either. */
    private static List<String> missingAsFarAsKnown(Snapshot is, Expectation should, EffectiveSearchPath effective) {
        try {
            return missing(is, should, effective);
        } catch (Undecidable e) {
            return List.of();
        }
    }
}
