package dev.immichpg.check;

import static dev.immichpg.check.Check.KNOWN_BAD_RELEASE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownBadReleaseTest implements CheckTest {

    private static Given prewarmDim() {
        return Given.vchord()
                .versionHistory("1.135.0")
                .newestMigration("1750107668827-PartnerCreateId")
                .extensionSetting(Scope.DATABASE, "", "vchordrq.prewarm_dim", false);
    }

    private static Status status(Given given, String immich) {
        return Judged.judge(KNOWN_BAD_RELEASE, given, immich).status();
    }

    /** issue 14, row 18. */
    @ParameterizedTest
    @ValueSource(strings = {"1.135.1", "1.135.2"})
    void prewarmDimCannotBeReset(String immich) {
        assertEquals(Status.PROBLEM, status(prewarmDim(), immich));
        assertEquals(Status.OK, status(prewarmDim().superuser(), immich));
        assertEquals(
                Status.PROBLEM,
                status(
                        prewarmDim().superuser().database(d -> Given.aDatabase("photos", "immich", true, true, true)),
                        immich));
        assertEquals(Status.OK, status(prewarmDim().noExtensionSettings(), immich));
        assertEquals(Status.PROBLEM, status(prewarmDim().server(140_024), immich));
        assertEquals(Status.OK, status(prewarmDim().newestMigration("1750323941566-UnsetPrewarmDimParameter"), immich));
        assertEquals(Status.OK, status(prewarmDim(), "1.135.3"));
        assertEquals(Status.OK, status(prewarmDim(), "1.135.0"));
    }

    @Test
    void saysWhichThreadTellsOfIt() {
        Finding finding = Judged.onlyFinding(Judged.judge(KNOWN_BAD_RELEASE, prewarmDim(), "1.135.1"));

        assertEquals("Immich 1.135.1", finding.subject());
        assertEquals(
                "A migration of this release resets vchordrq.prewarm_dim on a database that it takes to be called immich,"
                        + " which only a superuser is allowed to. See https://github.com/immich-app/immich/issues/19374.",
                finding.observed());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(prewarmDim(), "1.135.1");
    }

    @Override
    public List<Story> stories() {
        // Its remedy is another release of Immich: StoriesIT.whatNoStatementMends.
        return List.of();
    }
}
