package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;

/** {@link FailureMode#CATALOG_DENIED}: a hardened server keeps Postgres' own views and functions from PUBLIC. */
final class CatalogAccessDenied {

    private static final String SCHEMA = "information_schema";

    private CatalogAccessDenied() {}

    static Verdict judge(Snapshot is, Expectation should) {
        List<String> denied = HiddenFacts.looked(is.deniedCatalogs());
        if (!is.role().exists()) {
            return Verdict.notApplicable("Role " + is.role().name() + " does not exist on this server.");
        }
        return Verdict.of(denied.stream().map(name -> finding(is, name)).toList());
    }

    private static Finding finding(Snapshot is, String name) {
        String role = Sql.name(is.effectiveRoleName());
        List<RemedyStep> steps = new ArrayList<>();
        if (name.endsWith("()")) {
            steps.add(grant("EXECUTE ON FUNCTION pg_catalog." + signature(name), role));
        } else {
            if (name.startsWith(SCHEMA)) {
                steps.add(grant("USAGE ON SCHEMA " + SCHEMA, role));
            }
            steps.add(grant("SELECT ON " + name, role));
        }
        return new Finding(
                name,
                "Role " + is.effectiveRoleName() + " is not allowed to use " + name + ".",
                "Expected it to be allowed, as PUBLIC is by default: Immich asks it when it starts.",
                new Remedy(steps));
    }

    private static String signature(String name) {
        return name.replace(
                "()",
                switch (name) {
                    case "col_description()" -> "(oid, integer)";
                    case "pg_get_serial_sequence()" -> "(text, text)";
                    default -> "(bigint)";
                });
    }

    private static RemedyStep grant(String right, String role) {
        return RemedyStep.superuser(Phase.GRANT, "GRANT " + right + " TO " + role + ";");
    }
}
