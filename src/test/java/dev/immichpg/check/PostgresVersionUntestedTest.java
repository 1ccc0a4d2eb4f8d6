package dev.immichpg.check;

import static dev.immichpg.check.Check.POSTGRES_VERSION_UNTESTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresVersionUntestedTest implements CheckTest {

    @Test
    void aServerNewerThanTheDocumentation() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(POSTGRES_VERSION_UNTESTED, Given.vchord().server(190_000)));

        assertEquals("Postgres", finding.subject());
        assertEquals("Postgres is 19.0.", finding.observed());
        assertEquals("Immich's documentation lists >=14 <19 as known to work.", finding.expected());
        assertEquals(
                List.of(
                        "ADVICE PERSON: Use a version of Postgres within >=14 <19 at the next opportunity. Immich 3.0.0 lists"
                                + " yours. Before that upgrade, ask this agent what it needs: set upgrade-to = 3.0.0."),
                Judged.remedy(finding));
    }

    /** releases.md#documented-ranges: 14–16 from 1.102, 14–17 from 1.133, 14–18 from 2.3.0, 14–19 from 3.0. */
    @ParameterizedTest
    @CsvSource({
        "1.102.0, 160010, OK",
        "1.117.0, 170006, PROBLEM",
        "1.132.3, 170006, PROBLEM",
        "1.133.0, 170006, OK",
        "2.2.3,   180001, PROBLEM",
        "2.3.0,   180001, OK",
        "2.7.5,   190000, PROBLEM",
        "3.0.0,   190000, OK",
        "3.3.0,   200000, PROBLEM",
        "2.7.5,   140000, OK",
        "2.7.5,   130022, PROBLEM",
    })
    void whatTheDocumentationOfTheTimeLists(String immich, int versionNum, Status expected) {
        assertEquals(
                expected,
                Judged.judge(POSTGRES_VERSION_UNTESTED, Given.vchord().server(versionNum), immich)
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"1.91.0", "1.101.0"})
    void doesNotApplyWhereTheDocumentationNamedNone(String immich) {
        Verdict verdict = Judged.judge(POSTGRES_VERSION_UNTESTED, Given.pgvectors(), immich);

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("The documentation of this release names no versions of Postgres.", verdict.note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().server(190_000).historyHidden();

        assertEquals(
                Status.UNKNOWN, Judged.judge(POSTGRES_VERSION_UNTESTED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().server(190_000));
    }

    @Override
    public List<Story> stories() {
        // Its remedy is another Postgres: StoriesIT.whatNoStatementFixes.
        return List.of();
    }
}
