package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_UPDATE_BLOCKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionUpdateBlockedTest implements CheckTest {

    @Test
    void aNewerPackageThatImmichMayNotApplyStopsItsNextStart() {
        Given given = Given.vchord().available("vchord", "1.1.1");

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_BLOCKED, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "VectorChord 0.4.3 is installed and 1.1.1 is available. Immich will try to update it at its next start, but"
                        + " role immich is not allowed to. Before that it drops clip_index and face_index.",
                finding.observed());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vchord UPDATE;",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.face_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    @Test
    void indexesAreNotDroppedBefore1_135_1() {
        Given given = Given.vchord().installed("vchord", "0.3.0").available("vchord", "0.4.0");

        assertTrue(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_BLOCKED, given, "1.135.1"))
                .observed()
                .contains("drops clip_index"));
        assertFalse(Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_BLOCKED, given, "1.135.0"))
                .observed()
                .contains("drops clip_index"));
    }

    /** Issue 13: the start was blocked, and no check said so. */
    @Test
    void anUpdateThatEndsWithTheReindexOfAnIndexThatIsNotThereFailsForASuperuserToo() {
        Given given = Given.pgvector()
                .superuser()
                .installed("vector", "0.7.0")
                .available("vector", "0.8.5")
                .withoutIndex("clip_index");
        Finding finding =
                Judged.onlyFinding(Judged.judge(EXTENSION_UPDATE_BLOCKED, given, "1.132.3", VectorExtension.PGVECTOR));

        assertEquals(
                "pgvector 0.7.0 is installed and 0.8.5 is available. Immich will update it at its next start, and fail."
                        + " Updating pgvector to 0.8.5 ends with a rebuild of clip_index and face_index, which are not both"
                        + " there.",
                finding.observed());
        assertTrue(Judged.remedy(finding).contains("UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;"));
    }

    @Test
    void quietForASuperuserWhoAppliesItItself() {
        Given given = Given.vchord().superuser().available("vchord", "1.1.1");

        assertEquals(Status.OK, Judged.judge(EXTENSION_UPDATE_BLOCKED, given).status());
    }

    /** start-up.md#steps: a failed update was only logged then. */
    @ParameterizedTest
    @ValueSource(strings = {"1.94.1", "1.95.0", "1.105.1", "1.106.0", "1.111.0"})
    void doesNotApplyWhereImmichStartsAllTheSame(String immich) {
        Given given = Given.pgvectors().available("vectors", "0.2.1");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(EXTENSION_UPDATE_BLOCKED, given, immich).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().available("vchord", "1.1.1").historyHidden();

        assertEquals(
                Status.UNKNOWN, Judged.judge(EXTENSION_UPDATE_BLOCKED, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().available("vchord", "1.1.1"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "a newer VectorChord package arrives",
                        Check.EXTENSION_UPDATE_BLOCKED,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> p.server().install(Package.vchord("0.4.3", "1.1.1"))),
                new Story(
                        "a newer pgvecto.rs package arrives",
                        Check.EXTENSION_UPDATE_BLOCKED,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story.PGVECTORS,
                        p -> p.server().install(Package.pgvectors("0.2.0", "0.2.1"))),
                new Story(
                        "a newer pgvector package arrives, without VectorChord",
                        Check.EXTENSION_UPDATE_BLOCKED,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::pgvector,
                        p -> p.server().install(Package.pgvector("0.8.5", "0.8.6"))));
    }
}
