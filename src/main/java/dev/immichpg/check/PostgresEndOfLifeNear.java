package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Expectation;
import java.time.LocalDate;

/** {@link FailureMode#POSTGRES_END_OF_LIFE}, half a year before it comes. */
final class PostgresEndOfLifeNear {

    private static final int MONTHS = 6;

    private PostgresEndOfLifeNear() {}

    static Verdict judge(Snapshot is, Expectation should) {
        LocalDate end = EndOfLife.of(is, should);
        LocalDate today = EndOfLife.today(is);
        if (!today.isBefore(end)) {
            return Verdict.notApplicable("That day has come.");
        }
        return today.isBefore(end.minusMonths(MONTHS))
                ? Verdict.ok()
                : Verdict.problem(EndOfLife.finding(
                        is, "Postgres " + is.server().major() + " gets fixes from its community until " + end + "."));
    }
}
