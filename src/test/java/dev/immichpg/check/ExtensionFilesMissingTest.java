package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_FILES_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionFilesMissingTest implements CheckTest {

    /** FailureMode.LIBRARY_FILES_GONE: the old package was purged before the old extension was dropped. */
    @Test
    void aPackageThatWasPurgedTooEarly() {
        Given given = purged().vectorTable(
                        "face_search",
                        t -> new VectorTable(
                                t.schema(), t.name(), "vector", "vectors", "vectors", 0, Optional.of(true), false));

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_FILES_MISSING, given));

        assertEquals("vectors", finding.subject());
        assertEquals(
                "Extension vectors 0.2.0 is installed, but the server has no control file for it.", finding.observed());
        assertEquals("Expected its package to be there as long as the database uses it.", finding.expected());
        assertEquals(
                List.of("INSTALL_PACKAGES PERSON: Install the package of pgvecto.rs 0.2.0 for Postgres 17" + " again."),
                Judged.remedy(finding));
    }

    /** It is to be dropped, which another check tells; where nobody knows whether it is, its package is missed. */
    @Test
    void quietAboutWhatNothingUses() {
        assertEquals(Status.OK, Judged.judge(EXTENSION_FILES_MISSING, purged()).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(Check.VECTOR_EXTENSION_LEFT_OVER, purged()).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(EXTENSION_FILES_MISSING, purged().historyHidden()).status());
    }

    private static Given purged() {
        return Given.vchord().installed("vectors", "0.2.0").notAvailable("vectors");
    }

    /** As after a major upgrade without the packages for it; the release of Immich does not matter. */
    @Test
    void tellsOfEachAlsoWhereTheReleaseIsNotKnown() {
        Given given = Given.vchord()
                .server(180_001)
                .notAvailable("vector")
                .notAvailable("vchord")
                .notAvailable("uuid-ossp")
                .historyHidden()
                .preloadHidden();

        assertEquals(
                List.of("uuid-ossp", "vchord", "vector"),
                Judged.judge(EXTENSION_FILES_MISSING, given).findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    @Test
    void quietWhereNeitherIsThere() {
        Given given = Given.vchord().notInstalled("vchord").notAvailable("vchord");

        assertEquals(Status.OK, Judged.judge(EXTENSION_FILES_MISSING, given).status());
    }

    @Test
    void quietWhereThePackageIsAnother() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        assertEquals(Status.OK, Judged.judge(EXTENSION_FILES_MISSING, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().notAvailable("cube"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "the package of an extension is removed",
                Check.EXTENSION_FILES_MISSING,
                Set.of(),
                Outcome.STARTS,
                Story::vchord,
                p -> {
                    p.server().uninstall("unaccent");
                    p.where(
                            "Install the package that holds extension unaccent 1.1 for Postgres "
                                    + p.server().major() + " again.",
                            p.server()::resetPackages);
                }));
    }
}
