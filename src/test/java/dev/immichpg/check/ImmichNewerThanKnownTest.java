package dev.immichpg.check;

import static dev.immichpg.check.Check.IMMICH_NEWER_THAN_KNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImmichNewerThanKnownTest implements CheckTest {

    @Test
    void aReleaseBeyondTheTableIsJudgedByItsNewestRow() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(IMMICH_NEWER_THAN_KNOWN, Given.vchord().versionHistory("3.4.0")));

        assertEquals("Immich", finding.subject());
        assertEquals(
                "Immich is 3.4.0. This agent knows the releases up to 3.3, as of "
                        + ReleasesFile.builtIn().date() + ".",
                finding.observed());
        assertEquals(
                "Expected a release that it knows: it cannot tell whether this one would start. The other checks judge it like"
                        + " 3.0.0 – 3.3.x, which can be wrong.",
                finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: Update this agent, or give it a newer table of releases with releases-file."),
                Judged.remedy(finding));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.0-rc.1", "3.4.0", "4.0.0"})
    void newer(String immich) {
        assertEquals(
                Status.PROBLEM,
                Judged.judge(IMMICH_NEWER_THAN_KNOWN, Given.vchord(), immich).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.91.0", "1.133.0-rc.1", "2.7.5", "3.0.0-rc.0", "3.3.99"})
    void known(String immich) {
        assertEquals(
                Status.OK,
                Judged.judge(IMMICH_NEWER_THAN_KNOWN, Given.vchord(), immich).status());
    }

    @Test
    void olderThanTheTableIsNoNewerRelease() {
        Verdict verdict = Judged.judge(IMMICH_NEWER_THAN_KNOWN, Given.vchord(), "1.90.2");

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals("Immich 1.90.2 is older than 1.91.0, the first release that this agent knows.", verdict.note());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Verdict verdict = Judged.judge(IMMICH_NEWER_THAN_KNOWN, Given.vchord().historyHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Immich's version is not known: immich-version-unknown says why. Or set immich-version.",
                verdict.note());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord(), "99.0.0");
    }

    @Override
    public List<Story> stories() {
        // It is about the agent, not the database: StoriesIT.whatNoStatementFixes.
        return List.of();
    }
}
