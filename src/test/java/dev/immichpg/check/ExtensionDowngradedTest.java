package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_DOWNGRADED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionDowngradedTest implements CheckTest {

    @Test
    void anOlderPackageStopsImmich() {
        Given given = Given.vchord().superuser().installed("vchord", "1.1.1");

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_DOWNGRADED, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "VectorChord 1.1.1 is installed in this database, but the server only has 0.4.3.", finding.observed());
        assertEquals("Immich does not start on an older package, and no script leads back.", finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of VectorChord 1.1.1 for Postgres 17 again.",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    /** No library of pgvector is preloaded. Versions are compared as numbers: 0.10.0 is not before 0.8.5. */
    @Test
    void pgvectorNeedsNoRestart() {
        Given given = Given.pgvector().installed("vector", "0.10.0");

        assertEquals(
                List.of("INSTALL_PACKAGES PERSON: Install the package of pgvector 0.10.0 for Postgres 17 again."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(EXTENSION_DOWNGRADED, given))));
    }

    @ParameterizedTest
    @CsvSource({
        "1.91.0, NOT_APPLICABLE",
        "1.95.0, NOT_APPLICABLE",
        "1.111.0, NOT_APPLICABLE",
        "1.112.0, PROBLEM",
        "1.132.3, PROBLEM",
        "2.7.5, PROBLEM"
    })
    void refusedSince1_112(String immich, Status expected) {
        Given given = Given.pgvectors().installed("vectors", "0.3.0");

        assertEquals(expected, Judged.judge(EXTENSION_DOWNGRADED, given, immich).status());
    }

    @Test
    void quietOnANewerPackage() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        assertEquals(Status.OK, Judged.judge(EXTENSION_DOWNGRADED, given).status());
    }

    /** Immich never looks at pgvector beneath VectorChord. */
    @Test
    void pgvectorBeneathVectorChordDoesNotCount() {
        Given given = Given.vchord().installed("vector", "0.8.5");

        assertEquals(Status.OK, Judged.judge(EXTENSION_DOWNGRADED, given).status());
    }

    @Test
    void doesNotApplyWhereNothingIsInstalled() {
        Verdict verdict = Judged.judge(EXTENSION_DOWNGRADED, Given.fresh().notInstalled("vchord"), "2.7.5");

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("No vector extension that Immich uses is installed.", verdict.note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().installed("vchord", "1.1.1").historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(EXTENSION_DOWNGRADED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().available("vchord", "0.3.0"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "VectorChord's package is downgraded",
                Check.EXTENSION_DOWNGRADED,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    p.server().install(Package.vchord("0.3.0"));
                    p.where(
                            "Install the package of VectorChord 0.4.3 for Postgres "
                                    + p.server().major() + " again.",
                            () -> p.server().install(Package.vchord("0.4.3")));
                }));
    }
}
