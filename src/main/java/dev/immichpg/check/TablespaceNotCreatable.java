package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.forecast.DefaultTablespace;
import dev.immichpg.need.Expectation;

/**
 * {@link FailureMode#REBUILD_OBSTRUCTED}: new tables and indexes go to {@code default_tablespace}, where Immich's role is not allowed
 * to make any.
 */
final class TablespaceNotCreatable {

    private TablespaceNotCreatable() {}

    static Verdict judge(Snapshot is, Expectation should) {
        HiddenFacts.looked(is.tablespaces());
        return DefaultTablespace.denied(is)
                .map(tablespace -> Verdict.problem(new Finding(
                        tablespace.name(),
                        DefaultTablespace.sentence(is, tablespace),
                        "Expected CREATE on it, or another default_tablespace: Immich's next rebuild or migration fails.",
                        Remedy.of(RemedyStep.superuser(
                                Phase.GRANT,
                                "GRANT CREATE ON TABLESPACE " + Sql.name(tablespace.name()) + " TO "
                                        + Sql.name(is.effectiveRoleName()) + ";")))))
                .orElseGet(Verdict::ok);
    }
}
