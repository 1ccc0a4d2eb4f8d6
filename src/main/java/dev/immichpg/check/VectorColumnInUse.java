package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorDependent;
import dev.immichpg.catalog.Snapshot.VectorDependent.Kind;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.DependentObstacle;
import dev.immichpg.need.Expectation;
import java.util.Locale;

/**
 * {@link FailureMode#REBUILD_OBSTRUCTED}: Postgres does not change the type of a column that a view, a trigger or the like
 * names, and a rebuild changes it. What it is for, only its maker knows: nothing of it is dropped by a statement.
 */
final class VectorColumnInUse {

    private VectorColumnInUse() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.vectorDependents());
        return Verdict.of(should.release().vectorIndexes().entrySet().stream()
                .flatMap(own -> DependentObstacle.beside(is, own.getKey(), own.getValue()))
                .filter(d -> d.kind() != Kind.INDEX)
                .map(VectorColumnInUse::finding)
                .toList());
    }

    private static Finding finding(VectorDependent dependent) {
        return new Finding(
                dependent.table() + ": " + dependent.name(),
                DependentObstacle.sentence(dependent),
                "Expected nothing on the column but Immich's index: "
                        + (dependent.survives().isPresent() ? "it stops" : "it can stop")
                        + " the next rebuild of that.",
                Remedy.of(RemedyStep.person(
                        Phase.GRANT,
                        "Save the definition of "
                                + dependent
                                        .kind()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ') + " "
                                + Sql.name(dependent.name()) + " (table " + dependent.table()
                                + ") and drop it. Make it again, in another schema than public, when Immich has rebuilt its index,"
                                + " if you need it.")));
    }
}
