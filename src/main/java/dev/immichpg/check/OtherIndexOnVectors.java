package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import dev.immichpg.forecast.DependentObstacle;
import dev.immichpg.need.Expectation;
import java.util.List;

/**
 * {@link FailureMode#OTHER_INDEX_ON_VECTORS}: when Immich rebuilds its index, it changes the type of the column and back, which
 * another index on it does not survive.
 */
final class OtherIndexOnVectors {

    private OtherIndexOnVectors() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.vectorDependents());
        List<Finding> findings = should.release().vectorIndexes().entrySet().stream()
                .flatMap(own -> DependentObstacle.beside(is, own.getKey(), own.getValue()))
                .filter(d -> d.kind() == Kind.INDEX && !DependentObstacle.isLeftover(is, d))
                .map(d -> finding(is, d))
                .toList();
        return Verdict.of(findings);
    }

    private static Finding finding(Snapshot is, VectorDependent index) {
        boolean roleOwns = is.relation(index.schema(), index.table())
                .map(Relation::roleOwns)
                .orElse(false);
        return new Finding(
                index.name(),
                DependentObstacle.sentence(index),
                "Expected Immich's own index alone: "
                        + (index.survives().isPresent()
                                ? "another one stops its next rebuild, and in an update both of its indexes are dropped by then."
                                : "another one can stop its next rebuild, and in an update both of its indexes are dropped by"
                                        + " then."),
                Remedy.of(RemedySteps.owner(roleOwns, "DROP INDEX " + Sql.name(index.onSchema(), index.name()) + ";")));
    }
}
