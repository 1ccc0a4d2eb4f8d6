package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_INDEX_STALE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Memory.Assets;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorIndexStaleTest implements CheckTest {

    /** FailureMode.INDEX_FORMAT_STALE: ALTER EXTENSION … UPDATE without REINDEX. */
    @Test
    void anIndexOlderThanTheExtensionIsAProblem() {
        Given given = updated(Given.vchord(), "vchord", 499).index("clip_index", i -> built(i, 10));

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given));

        assertEquals("face_index", finding.subject());
        assertEquals(
                "Extension vchord was updated to 0.4.3 after index face_index was last built. Its format on disk is 5 or 9, and"
                        + " VectorChord 0.4.3 reads 9 only.",
                finding.observed());
        assertEquals(
                "Expected it to be rebuilt after an update: if the format on disk has changed, every search in it fails.",
                finding.expected());
        assertEquals(
                List.of(
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.face_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** issue 14, row 2. */
    @Test
    void unknownWhereTheOldLibraryCanHaveBuiltIt() {
        Given given = Given.vchord()
                .installed("vchord", "1.0.0")
                .available("vchord", "1.0.0")
                .updatedExtensions("vchord");

        Verdict verdict = Judged.judge(VECTOR_INDEX_STALE, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertTrue(verdict.note().contains("If Postgres had not been restarted before"), verdict.note());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_INDEX_STALE, given.autovacuumed("smart_search", "face_search"))
                        .status());
    }

    /** issue 14, row 2: the agent saw which package there was when Postgres was last started before the build. */
    @Test
    void theAgentRemembersWhichLibraryBuiltIt() {
        Given given = Given.vchord()
                .installed("vchord", "1.0.0")
                .available("vchord", "1.0.0")
                .updatedExtensions("vchord")
                .moment(new Moment(100, 90, 1_000, 100));
        Memory.Start now =
                new Memory.Start(90, 100, 800, 1_000, List.of(new Memory.Files("vchord", "1.0.0", "1.0.0", "1.0.0")));
        Memory.Start before =
                new Memory.Start(50, 80, 100, 700, List.of(new Memory.Files("vchord", "0.5.3", "1.0.0", "0.5.3")));

        Finding finding = Judged.judge(
                        VECTOR_INDEX_STALE, given.memory(new Memory(List.of(before, now), List.of(), Assets.NONE)))
                .findings()
                .get(0);

        assertEquals(
                "The library of VectorChord 0.5.3 built index clip_index, and Postgres was restarted since. Its format on"
                        + " disk is 11, and VectorChord 1.0.0 reads 1000 only.",
                finding.observed());
        assertEquals(
                Status.OK,
                Judged.judge(
                                VECTOR_INDEX_STALE,
                                given.index("clip_index", i -> built(i, 100)).index("face_index", i -> built(i, 100)))
                        .status());
    }

    /** An update from 0.4.2 to 0.4.3 was critical. */
    @Test
    void anUpdateWithinOneFormatThatTheAgentSawIsNoFinding() {
        Given given = updated(Given.vchord(), "vchord", 1)
                .updatedExtensions("vchord")
                .moment(new Moment(100, 90, 1_000, 100));
        Memory memory = new Memory(
                List.of(new Memory.Start(
                        90, 100, 800, 1_000, List.of(new Memory.Files("vchord", "0.4.3", "0.4.3", "")))),
                List.of(
                        new Memory.Build("public", "clip_index", 500, "0.4.2"),
                        new Memory.Build("public", "face_index", 500, "0.4.2")),
                Assets.NONE);

        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_INDEX_STALE, given.memory(memory)).status());
        assertEquals(
                "face_index",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given.index("face_index", i -> built(i, 600))))
                        .subject());
    }

    /** Issue 15: ALTER EXTENSION … SET SCHEMA writes the row as well, and is no update. */
    @Test
    void whatTheAgentSawWithTheSameVersionWasNotUpdated() {
        Given given = updated(Given.pgvectors(), "vectors", 1).moment(new Moment(100, 90, 1_000, 100));
        Memory memory = new Memory(
                List.of(),
                List.of(
                        new Memory.Build("public", "clip_index", 500, "0.2.0"),
                        new Memory.Build("public", "face_index", 500, "0.1.11")),
                Assets.NONE);

        assertEquals(
                "face_index",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given.memory(memory), "1.118.2"))
                        .subject());
    }

    @Test
    void bothIndexesShow() {
        assertEquals(
                List.of("clip_index", "face_index"),
                Judged.judge(VECTOR_INDEX_STALE, updated(Given.vchord(), "vchord", 1)).findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    /** FailureMode.PGVECTO_RS_INDEX_OUTDATED: REINDEX alone does not fix pgvecto.rs. */
    @Test
    void pgvectorsIsUpgradedAndRestartedBeforeTheRebuild() {
        Given given = updated(Given.pgvectors(), "vectors", 1)
                .index("clip_index", i -> built(i, 0))
                .relation(
                        "smart_search",
                        r -> new Relation(
                                r.schema(), r.name(), "postgres", false, true, false, r.plain(), r.ofExtension(), 1));

        assertEquals(
                List.of(
                        "CLEAR_DEAD_ROWS SUPERUSER: VACUUM public.smart_search;",
                        "UPDATE_EXTENSION SUPERUSER: " + RemedySteps.UPGRADE_FILES.text(),
                        "RESTART_POSTGRES_AGAIN PERSON: Restart Postgres again.",
                        "REBUILD_INDEX SUPERUSER: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.face_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given))));
    }

    @Test
    void anIndexElsewhereIsNamedWithItsSchema() {
        Given given = updated(Given.vchord(), "vchord", 400)
                .withoutIndex("clip_index")
                .index(
                        "face_index",
                        i -> new VectorIndex(
                                "Old Photos", i.name(), "face search", i.accessMethod(), i.options(), true, true, 401));

        assertEquals(
                List.of(
                        "REBUILD_INDEX SUPERUSER: VACUUM (INDEX_CLEANUP OFF) \"Old Photos\".\"face search\";",
                        "REBUILD_INDEX SUPERUSER: REINDEX INDEX \"Old Photos\".face_index;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given))));
    }

    /** CREATE EXTENSION and CREATE INDEX in one transaction, as a restore may do it. */
    @Test
    void quietWhereBothAreOfOneAge() {
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_INDEX_STALE, updated(Given.vchord(), "vchord", 500))
                        .status());
    }

    /** Another check tells of them: Immich rebuilds them at its next start. */
    @Test
    void quietAboutIndexesOfAnotherMethod() {
        Given given = updated(Given.pgvector().installed("vchord", "0.4.3").available("vchord", "0.4.3"), "vchord", 1);

        assertEquals(Status.OK, Judged.judge(VECTOR_INDEX_STALE, given).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.91.0", "1.95.0", "1.112.0", "1.132.3", "1.133.0", "2.7.5"})
    void pgvectorsIsLookedAtInEveryEraThatUsesIt(String immich) {
        assertEquals(
                Status.PROBLEM,
                Judged.judge(VECTOR_INDEX_STALE, updated(Given.pgvectors(), "vectors", 1), immich)
                        .status());
    }

    /** That is what the probe is for: within one format on disk an update leaves the index as good as it was. */
    @Test
    void quietWhereASearchHasShownThatItWorks() {
        Given given = updated(Given.vchord(), "vchord", 1).probed("smart_search", "", "");

        assertEquals(
                "face_index",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, given)).subject());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_INDEX_STALE, given.probed("face_search", "", ""))
                        .status());
    }

    @Test
    void aSearchThatFailsOrGoesPastTheIndexShowsNothing() {
        Given failing = updated(Given.vchord(), "vchord", 1)
                .probed("smart_search", "XX000", "bad version number")
                .probed("face_search", "55P03", "canceling statement due to lock timeout");
        Given past = updated(Given.vchord(), "vchord", 1)
                .index(
                        "clip_index",
                        i -> new VectorIndex(
                                i.schema(), i.name(), i.table(), i.accessMethod(), i.options(), false, true, 500))
                .probed("smart_search", "", "")
                .probed("face_search", "", "");

        assertEquals(2, Judged.judge(VECTOR_INDEX_STALE, failing).findings().size());
        assertEquals(
                "clip_index",
                Judged.onlyFinding(Judged.judge(VECTOR_INDEX_STALE, past)).subject());
    }

    /** Of a library that the next restart of Postgres replaces: only Postgres 18 says so. */
    @Test
    void aSearchByAnOlderLibraryShowsNothing() {
        Given given = updated(Given.vchord(), "vchord", 1)
                .installed("vchord", "1.1.1")
                .available("vchord", "1.1.1")
                .installed("vchord", e -> new InstalledExtension(e.name(), "1.1.1", e.schema(), e.owner(), false, 1))
                .probed("smart_search", "", "")
                .probed("face_search", "", "");

        assertEquals(Status.OK, Judged.judge(VECTOR_INDEX_STALE, given).status());
        assertEquals(
                2,
                Judged.judge(VECTOR_INDEX_STALE, given.loadedModule("vchord", "1.0.0"))
                        .findings()
                        .size());
    }

    @Test
    void doesNotApplyToPgvector() {
        assertEquals(
                "pgvector's indexes outlive its updates.",
                Judged.judge(VECTOR_INDEX_STALE, updated(Given.pgvector(), "vector", 1))
                        .note());
    }

    @Test
    void doesNotApplyWithoutIndexes() {
        Given given =
                updated(Given.vchord(), "vchord", 1).withoutIndex("clip_index").withoutIndex("face_index");

        assertEquals(
                "There is no vector index.",
                Judged.judge(VECTOR_INDEX_STALE, given).note());
    }

    @Test
    void doesNotApplyWhereTheExtensionIsNotInstalled() {
        Given given = Given.vchord().notInstalled("vchord");

        assertEquals(
                Status.NOT_APPLICABLE, Judged.judge(VECTOR_INDEX_STALE, given).status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = updated(Given.vchord(), "vchord", 1).historyHidden();

        assertEquals(Status.UNKNOWN, Judged.judge(VECTOR_INDEX_STALE, given).status());
    }

    private static Given updated(Given given, String extension, long rowAge) {
        return given.installed(
                extension,
                e -> new InstalledExtension(e.name(), e.version(), e.schema(), e.owner(), e.roleOwns(), rowAge));
    }

    private static VectorIndex built(VectorIndex index, long rowAge) {
        return new VectorIndex(
                index.schema(),
                index.name(),
                index.table(),
                index.accessMethod(),
                index.options(),
                index.valid(),
                index.ready(),
                rowAge);
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord()
                .installed(
                        "vchord",
                        e -> new InstalledExtension(e.name(), e.version(), e.schema(), e.owner(), e.roleOwns(), 1)));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "somebody updates VectorChord and forgets the indexes",
                Check.VECTOR_INDEX_STALE,
                Set.of(),
                Outcome.BLOCKED,
                Story::vchord,
                p -> {
                    p.server().install(Package.vchord("0.4.3", "1.1.1"));
                    p.server().restart();
                    p.database().superuserExecute("ALTER EXTENSION vchord UPDATE");
                }));
    }
}
