package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverallTest {

    private static final Given UNKNOWN = Given.vchord().serverSearchPathHidden();
    private static final Given WARNING =
            Given.vchord().database(d -> Given.aDatabase(d.name(), "postgres", false, true, true));
    private static final Given UNKNOWN_AND_WARNING = Given.vchord()
            .serverSearchPathHidden()
            .database(d -> Given.aDatabase(d.name(), "postgres", false, true, true));
    private static final Given CRITICAL =
            Given.vchord().available("vchord", "1.1.1").serverSearchPathHidden();

    @Test
    void unknownOutranksAWarningAndIsOutrankedByWhatIsCritical() {
        assertEquals(Overall.OK, Judged.report(Given.vchord()).overall());
        assertEquals(Overall.WARNING, Judged.report(WARNING).overall());
        assertEquals(Overall.UNKNOWN, Judged.report(UNKNOWN).overall());
        assertEquals(Overall.UNKNOWN, Judged.report(UNKNOWN_AND_WARNING).overall());
        assertEquals(Overall.CRITICAL, Judged.report(CRITICAL).overall());
        assertEquals(Overall.UNKNOWN, Overall.worst(List.of(Overall.WARNING, Overall.UNKNOWN, Overall.OK)));
        assertEquals(Overall.OK, Overall.worst(List.of()));
    }

    @Test
    void aDatabaseThatCannotBeReadIsCritical() {
        Report report = new Doctor(Set.of(), Map.of())
                .unreadable(Judged.question(Optional.empty()), "It is down.", Judged.NOON, Judged.A_MOMENT);

        assertEquals(Overall.CRITICAL, report.overall());
        assertEquals(Overall.CRITICAL, report.overallOfChecks());
    }

    @Test
    void whatIsGoodToKnowOrMutedCountsForNothing() {
        Doctor lenient = new Doctor(
                Set.of(Check.SEARCH_PATH_UNUSABLE, Check.SCHEMA_BEFORE_PUBLIC),
                Map.of(Check.DATABASE_OWNED_BY_OTHER, Severity.INFO));

        Report report = Judged.report(UNKNOWN_AND_WARNING, lenient, Optional.empty());

        assertEquals(Overall.OK, report.overallOfChecks());
        assertEquals(
                List.of(Check.DATABASE_OWNED_BY_OTHER, Check.RESTORE_IMPOSSIBLE),
                report.now().problems().stream().map(d -> d.check()).toList());
    }

    /** issue 15: what would be no more than good to know cannot be critical. */
    @Test
    void whatIsUnknownAndGoodToKnowCountsForNothing() {
        Doctor asWarning = new Doctor(Set.of(), Map.of(Check.DEAD_ROWS_BEFORE_REBUILD, Severity.WARNING));
        Given given = Given.vchord().withoutIndex("clip_index").deadRowsNotCounted("smart_search");

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(Check.DEAD_ROWS_BEFORE_REBUILD, given).status());
        Set<Check> only = Set.of(Check.DEAD_ROWS_BEFORE_REBUILD);
        assertEquals(Overall.OK, Judged.report(given).only(only).overallOfChecks());
        assertEquals(
                Overall.UNKNOWN,
                Judged.report(given, asWarning, Optional.empty()).only(only).overallOfChecks());
    }

    /** A blocked start counts, unless single checks are asked for. */
    @Test
    void theForecastCountsBesideTheChecks() {
        Report report = Judged.report(CRITICAL);
        Report one = report.only(Set.of(Check.SERVER_READ_ONLY));

        assertEquals(
                List.of(Check.SERVER_READ_ONLY),
                one.now().diagnoses().stream().map(d -> d.check()).toList());
        assertEquals(Overall.CRITICAL, one.overall());
        assertEquals(Overall.OK, one.overallOfChecks());
    }

    @Test
    void theUpgradeIsJudgedForItself() {
        Doctor doctor = new Doctor(Set.of(), Map.of());
        Report fine = Judged.report(Given.vchord(), doctor, Optional.of("3.3.0"));
        Report blocked = Judged.report(Given.pgvectors().notAvailable("vchord"), doctor, Optional.of("3.0.0"));

        assertEquals(Overall.OK, fine.upgrade().orElseThrow().overall());
        assertEquals(List.of(), fine.problemsOfUpgradeAlone());
        assertEquals(Overall.CRITICAL, blocked.upgrade().orElseThrow().overall());
        assertEquals(
                Optional.of(Version.of("3.0.0")),
                blocked.upgrade().orElseThrow().forecast().immich());
        assertEquals(Optional.empty(), Judged.report(CRITICAL).upgrade());
    }

    /** Of a report that is too old to be believed, nothing is left, the upgrade neither. */
    @Test
    void anOutdatedReportKnowsNothingOfTheUpgradeEither() {
        Report report = Judged.report(Given.vchord(), new Doctor(Set.of(), Map.of()), Optional.of("3.3.0"))
                .outdated("It is old.");

        assertEquals(Overall.CRITICAL, report.overall());
        assertEquals(Overall.UNKNOWN, report.upgrade().orElseThrow().overall());
    }
}
