package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import java.time.LocalDate;

/** {@link FailureMode#POSTGRES_END_OF_LIFE} (releases.md#end-of-life-of-postgres). */
final class PostgresEndOfLife {

    private PostgresEndOfLife() {}

    static Verdict judge(Snapshot is, Expectation should) {
        LocalDate end = EndOfLife.of(is, should);
        return EndOfLife.today(is).isBefore(end)
                ? Verdict.ok()
                : Verdict.problem(EndOfLife.finding(
                        is,
                        "Postgres " + is.server().major() + " has got no fixes from its community since " + end + "."));
    }
}
