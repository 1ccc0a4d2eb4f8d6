package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.forecast.IndexFormat.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By which library an index of VectorChord was built, as far as the agent remembers it. */
class IndexFormatTest {

    private static final Moment NOW = new Moment(100, 90, 1_000, 100);
    private static final Memory.Start THIS = start(90, 800, 1_000, "1.0.0", "1.0.0");

    private static Memory.Start start(long startedAt, long from, long to, String first, String loaded) {
        return new Memory.Start(
                startedAt, startedAt + 9, from, to, List.of(new Memory.Files("vchord", first, "1.0.0", loaded)));
    }

    /** VectorChord 1.0.0, updated at some time, and index clip_index built by transaction 500. */
    private static Given built(Memory.Start... starts) {
        return Given.vchord()
                .installed("vchord", "1.0.0")
                .available("vchord", "1.0.0")
                .updatedExtensions("vchord")
                .moment(NOW)
                .index(
                        "clip_index",
                        i -> new VectorIndex(
                                i.schema(),
                                i.name(),
                                i.table(),
                                i.accessMethod(),
                                i.options(),
                                i.valid(),
                                i.ready(),
                                NOW.nextTransaction() - 500))
                .memory(new Memory(List.of(starts), List.of(), Memory.Assets.NONE));
    }

    private static IndexFormat of(Given given) {
        Snapshot is = given.snapshot();
        return IndexFormat.of(
                is, ReleasesFile.builtIn().vectorChord(), is.index("clip_index").orElseThrow());
    }

    @Test
    void whereNothingIsRememberedItIsUnknown() {
        assertEquals(Fit.BUILDER_UNKNOWN, of(built()).fit());
        assertEquals(Fit.BUILDER_UNKNOWN, of(built(THIS)).fit());
    }

    /** The library that built it is the one that reads it. */
    @Test
    void whatWasBuiltUnderThisStartFits() {
        assertEquals(IndexFormat.FITS, of(built(start(90, 400, 1_000, "1.0.0", ""))));
        assertEquals(IndexFormat.FITS, of(built(start(90, 400, 1_000, "0.5.3", "0.5.3"))));
    }

    @Test
    void whatAnOlderLibraryBuiltUnderAnEarlierStartIsStale() {
        IndexFormat stale = new IndexFormat(
                Fit.STALE,
                "The library of VectorChord 0.5.3 built index clip_index, and Postgres was restarted since. Its format on"
                        + " disk is 11, and VectorChord 1.0.0 reads 1000 only.");

        assertEquals(stale, of(built(start(50, 100, 700, "0.5.3", "0.5.3"), THIS)));
        // Postgres had a library in memory that was as old as the first package, or older.
        assertEquals(stale, of(built(start(50, 100, 700, "0.5.3", ""), THIS)));
        // The library counts, and not the package that came later.
        assertEquals(stale, of(built(start(50, 100, 700, "1.0.0", "0.5.3"), THIS)));
    }

    @Test
    void whatTheSameLibraryBuiltUnderAnEarlierStartFits() {
        assertEquals(IndexFormat.FITS, of(built(start(50, 100, 700, "1.0.0", "1.0.0"), THIS)));
        assertEquals(IndexFormat.FITS, of(built(start(50, 100, 700, "0.5.3", "1.0.0"), THIS)));
    }

    /** The first package that was seen only says that the library was not newer. */
    @Test
    void aPackageOfTheRightFormatDoesNotTellOfTheLibrary() {
        assertEquals(
                Fit.BUILDER_UNKNOWN,
                of(built(start(50, 100, 700, "1.0.0", ""), THIS)).fit());
    }

    @Test
    void anotherStartOrAnotherExtensionTellsNothing() {
        assertEquals(
                Fit.BUILDER_UNKNOWN,
                of(built(start(50, 100, 400, "0.5.3", "0.5.3"), THIS)).fit());
        Memory.Start ofAnother =
                new Memory.Start(50, 59, 100, 700, List.of(new Memory.Files("vectors", "0.5.3", "1.0.0", "0.5.3")));
        assertEquals(Fit.BUILDER_UNKNOWN, of(built(ofAnother, THIS)).fit());
    }
}
