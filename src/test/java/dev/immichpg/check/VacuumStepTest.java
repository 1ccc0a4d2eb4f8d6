package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import org.junit.jupiter.api.Test;

/** issue 15: VACUUM stops at an index of another format than the library in memory has, and with it a whole script. */
class VacuumStepTest {

    private static final String PLAIN = "CLEAR_DEAD_ROWS VACUUM public.smart_search;";
    private static final String WITHOUT_INDEX = "REBUILD_INDEX VACUUM (INDEX_CLEANUP OFF) public.smart_search;";

    @Test
    void isPlainWhileNothingHasChanged() {
        assertEquals(PLAIN, step(Given.vchord()));
        assertEquals(PLAIN, step(Given.pgvectors()));
    }

    /** A container comes back with the new library at once; nobody can tell. */
    @Test
    void leavesTheIndexAloneWhereAPackageWasReplaced() {
        assertEquals(WITHOUT_INDEX, step(Given.vchord().available("vchord", "1.1.1")));
        assertEquals(WITHOUT_INDEX, step(Given.vchord().notAvailable("vchord")));
    }

    @Test
    void leavesTheIndexAloneAfterAnUpdate() {
        assertEquals(WITHOUT_INDEX, step(Given.vchord().index("clip_index", i -> built(i, 2000))));
        assertEquals(
                WITHOUT_INDEX,
                step(Given.vchord().probed("smart_search", "XX000", "deserialization: bad version number")));
    }

    /** Postgres 18 tells which library it has loaded, and a search tells whether it reads the index. */
    @Test
    void isPlainWhereTheOldLibraryIsKnownToBeLoadedStill() {
        Given replaced = Given.vchord().installed("vchord", "0.5.3").available("vchord", "1.1.1");

        assertEquals(WITHOUT_INDEX, step(replaced));
        assertEquals(PLAIN, step(replaced.loadedModule("vchord", "0.5.3")));
        assertEquals(PLAIN, step(Given.vchord().available("vchord", "1.1.1").probed("smart_search", "", "")));
    }

    /** Without its library an index cannot even be opened: after the restart that loads it, then. */
    @Test
    void waitsForALibraryThatIsNotLoaded() {
        assertEquals(WITHOUT_INDEX, step(Given.vchord().preload("")));
    }

    @Test
    void hasNoIndexToFear() {
        assertEquals(PLAIN, step(Given.vchord().available("vchord", "1.1.1").withoutIndex("clip_index")));
        assertEquals(PLAIN, step(Given.pgvector().available("vector", "0.8.1")));
    }

    private static String step(Given given) {
        Snapshot is = given.snapshot();
        RemedyStep step = VacuumStep.of(is, "public", "smart_search");
        return step.phase() + " " + step.text();
    }

    private static VectorIndex built(VectorIndex index, long rowAge) {
        return new VectorIndex(
                index.schema(), index.name(), index.table(), index.accessMethod(), index.options(), true, true, rowAge);
    }
}
