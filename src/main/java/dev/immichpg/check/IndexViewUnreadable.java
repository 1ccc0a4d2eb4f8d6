package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.ChosenExtension;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release.ReindexRule;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;

/**
 * {@link FailureMode#INDEX_VIEW_UNREADABLE} and the guide's own bug (privileges.md#default-privileges): ALTER DEFAULT
 * PRIVILEGES does not reach a view that exists already. What counts is the effective privilege.
 */
final class IndexViewUnreadable {

    private IndexViewUnreadable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        if (should.release().reindex() != ReindexRule.BY_INDEX_VIEW) {
            return Verdict.notApplicable("This release of Immich does not read pg_vector_index_stat.");
        }
        Optional<ChosenExtension> chosen = ChosenExtension.of(is, should);
        if (chosen.isEmpty() || chosen.get().extension() != VectorExtension.PGVECTO_RS) {
            return Verdict.notApplicable("Immich does not use pgvecto.rs here.");
        }
        Optional<Relation> view =
                chosen.get().installed().flatMap(e -> is.relation(e.schema(), "pg_vector_index_stat"));
        if (view.isEmpty()) {
            return Verdict.notApplicable("pgvecto.rs has no view pg_vector_index_stat here.");
        }
        if (view.get().roleCanSelect()) {
            return Verdict.ok();
        }
        String name = Sql.name(view.get().schema(), view.get().name());
        String role = is.effectiveRoleName();
        return Verdict.problem(new Finding(
                name,
                "Role " + role + " has no SELECT on view " + name + ".",
                "Immich reads it at every start, and exits if it is not allowed to.",
                Remedy.of(
                        RemedyStep.superuser(Phase.GRANT, "GRANT SELECT ON " + name + " TO " + Sql.name(role) + ";"))));
    }
}
