package dev.immichpg.check;

import static dev.immichpg.check.Check.POSTGRES_VERSION_UNSUPPORTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresVersionUnsupportedTest implements CheckTest {

    @Test
    void immichStopsOnPostgres13() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(POSTGRES_VERSION_UNSUPPORTED, Given.vchord().server(130_022)));

        assertEquals("Postgres", finding.subject());
        assertEquals("Postgres is 13.22.", finding.observed());
        assertEquals("Immich only starts on >=14.0.0.", finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "INSTALL_PACKAGES PERSON: Upgrade the Postgres cluster (pg_upgrade, or dump and restore), with"
                                + " the vector extension's package for the new version."
                                + RemedySteps.WITHOUT_THE_AGENT,
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** There is no upper bound: what is newer than the documentation is another check's. */
    @ParameterizedTest
    @ValueSource(ints = {140_000, 180_001, 200_000})
    void quietFrom14On(int versionNum) {
        assertEquals(
                Status.OK,
                Judged.judge(POSTGRES_VERSION_UNSUPPORTED, Given.vchord().server(versionNum))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.92.0", "1.106.0", "1.133.0", "3.3.0"})
    void enforcedSince1_92(String immich) {
        assertEquals(
                Status.PROBLEM,
                Judged.judge(POSTGRES_VERSION_UNSUPPORTED, Given.pgvectors().server(130_022), immich)
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.91.0", "1.91.4"})
    void doesNotApplyBefore(String immich) {
        Verdict verdict =
                Judged.judge(POSTGRES_VERSION_UNSUPPORTED, Given.pgvectors().server(130_022), immich);

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("This release of Immich does not look at the version of Postgres.", verdict.note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().server(130_022).historyHidden();

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(POSTGRES_VERSION_UNSUPPORTED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().server(130_020));
    }

    @Override
    public List<Story> stories() {
        // There is no Postgres 13 to be had: unit tests alone.
        return List.of();
    }
}
