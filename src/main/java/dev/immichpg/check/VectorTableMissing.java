package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.EmbeddingColumn;
import dev.immichpg.forecast.VectorIndexes;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@link FailureMode#TABLES_NOT_RESTORED}: a restore by a role that is not allowed to create the extensions ends
 * without an error, but the tables that need their types are missing.
 */
final class VectorTableMissing {

    private VectorTableMissing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (!is.hasImmichTables()) {
            return Verdict.notApplicable("Immich has not made its tables yet.");
        }
        List<Finding> findings = tables(should).stream()
                .filter(table -> is.relation(table).isEmpty() && !VectorIndexes.isYetToBeMade(is, table))
                .map(table -> finding(table, "Table " + table + " does not exist, though Immich has run here."))
                .collect(Collectors.toCollection(ArrayList::new));
        tables(should).stream()
                .filter(table -> EmbeddingColumn.isMissing(is, table))
                .map(table -> finding(table, "Table " + table + " has no column embedding."))
                .forEach(findings::add);
        if (findings.isEmpty()) {
            should.release(); // Without it, nothing is known of the tables that not every release has.
        }
        return Verdict.of(findings);
    }

    /** Those of the release; where it is not known, those that every release has. */
    private static Set<String> tables(Expectation should) {
        if (should.knownRelease().isPresent()) {
            return new TreeSet<>(should.knownRelease().get().vectorIndexes().values());
        }
        Set<String> common =
                new TreeSet<>(should.releases().rows().get(0).vectorIndexes().values());
        for (Release row : should.releases().rows()) {
            common.retainAll(row.vectorIndexes().values());
        }
        return common;
    }

    private static Finding finding(String table, String observed) {
        return new Finding(
                table,
                observed,
                "Expected it. A restore by a role that is not allowed to create the extensions leaves out what needs"
                        + " them, and ends without an error.",
                Remedy.of(
                        RemedyStep.STOP_IMMICH,
                        RemedyStep.person(
                                Phase.GRANT,
                                "If this database was restored just now, restore the backup again, into a database in which"
                                        + " a superuser has created the extensions before. If Immich has run since, restore"
                                        + " this table alone, or what Immich has written since is lost."
                                        + RemedySteps.WITHOUT_THE_AGENT),
                        RemedyStep.START_IMMICH));
    }
}
