package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.forecast.CreationSchema;
import dev.immichpg.forecast.EffectiveSearchPath;
import dev.immichpg.forecast.ImmichNamesElsewhere;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Undecidable;
import java.util.Optional;

/**
 * {@link FailureMode#SCHEMA_BEFORE_PUBLIC}: Immich names no schema, so what it makes goes into the first one of its search_path,
 * which need not be public.
 */
final class SchemaBeforePublic {

    private SchemaBeforePublic() {}

    static Verdict judge(Snapshot is, Expectation should) {
        EffectiveSearchPath path = EffectiveSearchPath.of(is)
                .orElseThrow(() -> new Undecidable("Role " + is.login()
                        + " has a search_path of its own, which hides the server's from it. Run as a superuser: ALTER ROLE "
                        + Sql.name(is.login()) + " RESET search_path;"));
        Optional<CreationSchema> before = CreationSchema.beforePublic(is);
        if (is.hasImmichTables()
                && before.filter(first -> ImmichNamesElsewhere.moveWithSchema(is, first.schema()))
                        .isPresent()) {
            return Verdict.notApplicable("Check object-outside-public tells of schema "
                    + before.get().schema() + ": its remedy drops it.");
        }
        return before.filter(first -> path.path().contains("public", is.effectiveRoleName()))
                .map(first -> Verdict.problem(finding(is, should, path, first)))
                .orElseGet(Verdict::ok);
    }

    private static Finding finding(Snapshot is, Expectation should, EffectiveSearchPath path, CreationSchema first) {
        return new Finding(
                first.schema(),
                first.sentence(is),
                "Expected public first: the first start of Immich fails, and a later upgrade makes its new tables in the wrong"
                        + " schema.",
                Remedy.of(SearchPathRepair.step(is, should, path), RemedyStep.RESTART_IMMICH));
    }
}
