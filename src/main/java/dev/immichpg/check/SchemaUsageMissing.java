package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@link FailureMode#VECTORS_SCHEMA_UNUSABLE}: the guide's GRANT USAGE ON SCHEMA vectors, which is lost when the
 * extension is dropped and created again.
 */
final class SchemaUsageMissing {

    private SchemaUsageMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Set<String> needed = new TreeSet<>(should.release().requires());
        ChosenExtension.of(is, should).map(ChosenExtension::needed).ifPresent(needed::addAll);
        List<Finding> findings = new ArrayList<>();
        for (Schema schema : is.schemas()) {
            List<String> held = is.installedExtensions().stream()
                    .filter(e -> e.schema().equals(schema.name()) && needed.contains(e.name()))
                    .map(InstalledExtension::name)
                    .toList();
            // Schema public has a check of its own.
            if (!held.isEmpty() && !schema.roleHasUsage() && !schema.name().equals("public")) {
                findings.add(finding(is, schema.name(), held));
            }
        }
        return Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, String schema, List<String> held) {
        String role = is.effectiveRoleName();
        return new Finding(
                schema,
                "Role " + role + " has no USAGE on schema " + schema + ", which holds " + String.join(", ", held) + ".",
                "Expected USAGE: without it the types and operators there are not found.",
                Remedy.of(RemedyStep.superuser(
                        Phase.GRANT, "GRANT USAGE ON SCHEMA " + Sql.name(schema) + " TO " + Sql.name(role) + ";")));
    }
}
