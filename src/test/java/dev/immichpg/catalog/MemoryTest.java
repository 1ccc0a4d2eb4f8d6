package dev.immichpg.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Memory.Assets;
import dev.immichpg.catalog.Memory.Build;
import dev.immichpg.catalog.Memory.Files;
import dev.immichpg.catalog.Memory.Start;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static Snapshot seen(String installed, String onDisk, long startedAt, long transaction, long indexAge) {
        return Given.vchord()
                .installed(
                        "vchord",
                        e -> new InstalledExtension(e.name(), installed, e.schema(), e.owner(), false, indexAge + 1))
                .available("vchord", onDisk)
                .withoutIndex("face_index")
                .index("clip_index", i -> built(i, indexAge))
                .moment(new Moment(startedAt + 10, startedAt, transaction, startedAt + 10))
                .snapshot();
    }

    private static VectorIndex built(VectorIndex index, long rowAge) {
        return new VectorIndex(
                index.schema(), index.name(), index.table(), index.accessMethod(), "", true, true, rowAge);
    }

    /** issue 14, row 2: an index that the old library builds after the update is known to be its own. */
    @Test
    void knowsUnderWhichStartAnIndexWasBuilt() {
        Memory memory = Memory.NONE
                .after(seen("0.5.3", "0.5.3", 100, 1_000, 900))
                .after(seen("1.0.0", "1.0.0", 100, 2_000, 500));
        Snapshot restarted = seen("1.0.0", "1.0.0", 200, 2_100, 600);
        Memory now = memory.after(restarted);

        assertEquals(
                List.of(
                        new Start(100, 110, 1_000, 2_000, List.of(new Files("vchord", "0.5.3", "1.0.0", ""))),
                        new Start(200, 210, 2_100, 2_100, List.of(new Files("vchord", "1.0.0", "1.0.0", "1.0.0")))),
                now.starts());
        assertEquals(
                Optional.of(100L),
                now.builtUnder(restarted, restarted.index("clip_index").orElseThrow())
                        .map(Start::startedAt));
        assertEquals(Optional.of(200L), now.current(restarted).map(Start::startedAt));
        assertEquals(List.of(new Build("public", "clip_index", 1_500, "1.0.0")), now.builds());
    }

    @Test
    void knowsNothingOfWhatWasBuiltBeforeItOrBetweenTwoLooks() {
        Snapshot first = seen("0.4.3", "0.4.3", 100, 1_000, 900);
        Memory memory = Memory.NONE.after(first);
        assertTrue(memory.builtUnder(first, first.index("clip_index").orElseThrow())
                .isEmpty());

        Snapshot between = seen("0.4.3", "0.4.3", 200, 2_000, 500);
        assertTrue(memory.after(between)
                .builtUnder(between, between.index("clip_index").orElseThrow())
                .isEmpty());
    }

    /** Issue 15: restarted, and built anew, before the next look. */
    @Test
    void doesNotTakeWhatWasBuiltAfterARestartForTheLibraryOfBefore() {
        Memory memory = Memory.NONE.after(seen("1.0.0", "1.0.0", 100, 1_000, 900));
        Snapshot rebuilt = seen("1.1.1", "1.1.1", 101, 1_005, 5); // by transaction 1000, the next one at the first look

        assertEquals(
                Optional.empty(),
                memory.after(rebuilt)
                        .builtUnder(rebuilt, rebuilt.index("clip_index").orElseThrow()));
    }

    /** What was built with one version is not what an index of the same name is after the next build. */
    @Test
    void keepsTheVersionThatAnIndexWasBuiltWith() {
        Memory memory = Memory.NONE.after(seen("0.4.2", "0.4.2", 100, 1_000, 500));
        Snapshot updated = Given.vchord()
                .installed("vchord", e -> new InstalledExtension(e.name(), "0.4.3", e.schema(), e.owner(), false, 5))
                .withoutIndex("face_index")
                .index("clip_index", i -> built(i, 600))
                .moment(new Moment(120, 100, 1_100, 120))
                .snapshot();

        assertEquals(
                List.of(new Build("public", "clip_index", 500, "0.4.2")),
                memory.after(updated).builds());
        assertEquals(
                List.of(new Build("public", "clip_index", 500, "")),
                Memory.NONE.after(updated).builds());
    }

    /** A restore into another server, or a standby that was left behind. */
    @Test
    void forgetsWhatAnotherServerWas() {
        Memory memory = Memory.NONE.after(seen("0.4.3", "0.4.3", 100, 5_000, 10));

        assertEquals(
                List.of(300L),
                memory.after(seen("0.4.3", "0.4.3", 300, 2_000, 10)).starts().stream()
                        .map(Start::startedAt)
                        .toList());
    }

    /** After a failover: that server was started before, and the file may have been replaced under it. */
    @Test
    void takesNoOtherServerForARestart() {
        Snapshot other = seen("0.4.3", "0.4.3", 50, 6_000, 10);

        assertEquals(
                "",
                Memory.NONE
                        .after(seen("0.4.3", "0.4.3", 100, 5_000, 10))
                        .after(other)
                        .current(other)
                        .flatMap(start -> start.filesOf("vchord"))
                        .orElseThrow()
                        .loaded());
    }

    @Test
    void remembersAsManyStartsAsItMay() {
        Memory memory = Memory.NONE;
        for (int i = 0; i < 100; i++) {
            memory = memory.after(seen("0.4.3", "0.4.3", 100 + i, 1_000 + i, 10));
        }

        assertEquals(Memory.MOST_STARTS, memory.starts().size());
        assertEquals(199, memory.starts().get(Memory.MOST_STARTS - 1).startedAt());
    }

    /** Issue 16 (#74): a restore of an old dump, or of one without its rows. */
    @Test
    void remembersThatAssetsFellByHalf() {
        Memory whole = Memory.NONE.after(assets(100, 5_000)).after(assets(200, 5_100));
        assertEquals(new Assets(5_100, -1, 0), whole.assets());
        assertEquals(new Assets(2_550, -1, 0), whole.after(assets(300, 2_550)).assets());

        Memory fallen = whole.after(assets(300, 2_549));
        assertEquals(new Assets(2_549, 5_100, 300), fallen.assets());
        assertEquals(fallen.assets(), fallen.after(assets(400, 2_549)).assets());
        assertEquals(
                new Assets(2_549, 5_100, 300), fallen.after(assets(400, -1)).assets(), "not analyzed");
        assertEquals(new Assets(900, 5_100, 400), fallen.after(assets(400, 900)).assets(), "and again");
        assertEquals(new Assets(5_000, -1, 0), fallen.after(assets(400, 5_000)).assets(), "they are back");
        assertEquals(
                new Assets(2_549, -1, 0),
                fallen.after(assets(300 + 7L * 24 * 60 * 60 * 1000, 2_549)).assets());
    }

    @Test
    void aHandfulOfAssetsComesAndGoes() {
        assertEquals(
                new Assets(1, -1, 0),
                Memory.NONE.after(assets(100, 99)).after(assets(200, 1)).assets());
        assertEquals(
                new Assets(0, 100, 200),
                Memory.NONE.after(assets(100, 100)).after(assets(200, 0)).assets());
    }

    /** Restored into another server, where transactions begin anew. */
    @Test
    void assetsAreRememberedAcrossServers() {
        Snapshot other = Given.vchord()
                .table("asset")
                .rows("asset", 10)
                .moment(new Moment(900, 800, 7, 900))
                .snapshot();
        assertEquals(
                new Assets(10, 5_000, 900),
                Memory.NONE.after(assets(100, 5_000)).after(other).assets());
    }

    private static Snapshot assets(long at, long rows) {
        return Given.vchord()
                .table("asset")
                .rows("asset", rows)
                .moment(new Moment(at, 50, 1_000 + at, at))
                .snapshot();
    }

    @Test
    void anOlderAgentsSnapshotAddsNothing() {
        Snapshot is = seen("0.4.3", "0.4.3", 100, 5_000, 10);
        assertEquals(Memory.NONE.after(is), Memory.NONE.after(is).after(is));
    }
}
