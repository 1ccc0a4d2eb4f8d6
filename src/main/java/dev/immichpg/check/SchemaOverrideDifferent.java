package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.ledger.Difference;
import dev.immichpg.ledger.Difference.ObjectKind;
import dev.immichpg.ledger.Difference.What;
import dev.immichpg.ledger.Overrides;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Immich's own list of functions, triggers and indexes is not that of its release (database.md#overrides).
 *
 * <p>To read it is optional. So where it is hidden the check does not apply: nothing that Immich needs is unknown then, and a
 * role that was made before there was this check raises no alarm.
 */
final class SchemaOverrideDifferent {

    private static final String NAME = "public." + Overrides.TABLE;

    private SchemaOverrideDifferent() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (is.history().overrides().isEmpty()) {
            return Verdict.notApplicable(hidden(is));
        }
        return SchemaFindings.verdict(
                is,
                should,
                SchemaOverrideDifferent::isOfAnotherRelease,
                "Expected the rows that the migrations of the release have written, and no others.",
                SchemaOverrideDifferent::remedy);
    }

    private static String hidden(Snapshot is) {
        return is.relation("public", Overrides.TABLE)
                .map(table -> table.loginCanSelect()
                        ? NAME
                                + " could not be read at this moment: it is locked, or it is not a plain table of Immich's."
                        : "Role " + is.login() + " is not allowed to read " + NAME
                                + ", which is optional. To have it compared as well: GRANT SELECT ON " + NAME + " TO "
                                + Sql.name(is.login()) + ";")
                .orElse("There is no table " + Overrides.TABLE + ", which Immich has had since 1.136.0.");
    }

    /** Rows of somebody else's own objects are nobody's fault. */
    private static boolean isOfAnotherRelease(Difference d) {
        return d.kind() == ObjectKind.OVERRIDE
                && (d.what() == What.MISSING || d.known() || !d.seen().equals("row"));
    }

    static List<RemedyStep> remedy(List<Difference> differences) {
        List<RemedyStep> steps = new ArrayList<>();
        List<String> extra = differences.stream()
                .filter(d -> d.what() == What.EXTRA)
                .map(Difference::name)
                .limit(SchemaFindings.MOST_ROWS)
                .toList();
        if (!extra.isEmpty()) {
            steps.add(
                    RemedyStep.person(
                            Phase.CLEAR_AWAY,
                            "As Immich's role, look at the rows that are not of this release: SELECT * FROM " + NAME
                                    + " WHERE name IN ("
                                    + extra.stream().map(Sql::text).collect(Collectors.joining(", "))
                                    + "). Leave them alone as long as upgrades run. If one stops at \"duplicate key value violates"
                                    + " unique constraint \"migration_overrides_pkey\"\", delete the row that the error names."));
        }
        if (extra.size() < differences.size()) {
            steps.add(RemedyStep.person(
                    Phase.CLEAR_AWAY,
                    "Find out why rows are missing: after an incomplete restore other tables lack rows as well. Immich"
                            + " works without them. A backup that the same release has written to has them."));
        }
        return steps;
    }
}
