package dev.immichpg.check;

import static dev.immichpg.check.Check.UPDATE_PATH_MISSING;
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

class UpdatePathMissingTest implements CheckTest {

    /** No right helps: a superuser's update fails as well. */
    @Test
    void aNewerPackageWithoutScripts() {
        Given given = Given.vchord().superuser().available("vchord", "1.1.1").withoutUpdatePath("vchord");

        Finding finding = Judged.onlyFinding(Judged.judge(UPDATE_PATH_MISSING, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "VectorChord 0.4.3 is installed and 1.1.1 is available, but no script on the server leads from the one to"
                        + " the other.",
                finding.observed());
        assertEquals(
                "Immich tries the update at its next start and exits when it fails. Before that it drops clip_index and"
                        + " face_index.",
                finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of VectorChord 0.4.3 again, or one with update"
                                + " scripts from 0.4.3.",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    /** Before 1.135.1 the indexes stay; and pgvector's library is not preloaded. */
    @Test
    void pgvectorBefore1_135_1() {
        Given given = Given.pgvector().available("vector", "0.8.6").withoutUpdatePath("vector");

        Finding finding = Judged.onlyFinding(Judged.judge(UPDATE_PATH_MISSING, given, "1.135.0"));

        assertEquals("Immich tries the update at its next start and exits when it fails.", finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvector 0.8.5 again, or one with update scripts"
                                + " from 0.8.5."),
                Judged.remedy(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "1.94.1, NOT_APPLICABLE",
        "1.95.0, NOT_APPLICABLE",
        "1.111.0, NOT_APPLICABLE",
        "1.112.0, PROBLEM",
        "1.133.0, PROBLEM",
        "2.7.5, PROBLEM"
    })
    void aFailedUpdateIsFatalSince1_112(String immich, Status expected) {
        Given given = Given.pgvectors().available("vectors", "0.2.1").withoutUpdatePath("vectors");

        assertEquals(expected, Judged.judge(UPDATE_PATH_MISSING, given, immich).status());
    }

    @Test
    void quietWhereScriptsLeadThere() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        assertEquals(Status.OK, Judged.judge(UPDATE_PATH_MISSING, given).status());
    }

    /** An update that Immich does not try needs no script: out of range, or backwards. */
    @Test
    void quietWhereNoUpdateIsTried() {
        Given outOfRange = Given.vchord().available("vchord", "1.1.1").withoutUpdatePath("vchord");
        Given backwards = Given.vchord().available("vchord", "0.4.2");

        assertEquals(
                Status.OK,
                Judged.judge(UPDATE_PATH_MISSING, outOfRange, "2.4.1").status());
        assertEquals(Status.OK, Judged.judge(UPDATE_PATH_MISSING, backwards).status());
    }

    @Test
    void doesNotApplyWhereNothingIsInstalled() {
        Given given = Given.fresh().notInstalled("vchord").available("vchord", "1.1.1");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(UPDATE_PATH_MISSING, given, "2.7.5").status());
    }

    @Test
    void unknownWhereNobodyLookedForAPath() {
        Given given = Given.vchord().available("vchord", "1.1.1").updatePathsHidden();

        Verdict verdict = Judged.judge(UPDATE_PATH_MISSING, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "There are so many versions of an extension on the server's disk that no update path was looked for:"
                        + " Postgres would take very long, and cannot be stopped. Remove the files of old versions.",
                verdict.note());
        assertEquals(
                Status.OK,
                Judged.judge(UPDATE_PATH_MISSING, Given.vchord().updatePathsHidden())
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord()
                .available("vchord", "1.1.1")
                .withoutUpdatePath("vchord")
                .historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(UPDATE_PATH_MISSING, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().available("vchord", "1.1.1").withoutUpdatePath("vchord"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "a VectorChord package without update scripts arrives",
                Check.UPDATE_PATH_MISSING,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    p.server().install(Package.vchord("0.4.3", "1.1.1").withoutUpdatePaths());
                    p.where(
                            "Install the package of VectorChord 0.4.3 again, or one with update scripts from 0.4.3.",
                            () -> p.server().install(Package.vchord("0.4.3")));
                }));
    }
}
