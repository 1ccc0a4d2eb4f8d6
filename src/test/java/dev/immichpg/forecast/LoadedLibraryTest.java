package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Snapshot.Moment;
import dev.immichpg.forecast.LoadedLibrary.State;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tells of a library in memory, one witness after the other. A wrong one would be a false "would start". */
class LoadedLibraryTest {

    private static final LoadedLibrary OF_PACKAGE = new LoadedLibrary(State.OF_PACKAGE, Optional.empty());
    private static final LoadedLibrary UNKNOWN = new LoadedLibrary(State.UNKNOWN, Optional.empty());

    private static final long STARTED = 90;
    private static final Moment NOW = new Moment(100, STARTED, 1_000, 100);

    /** VectorChord 1.0.0 with a newer package, and nothing but the memory of the agent to tell. */
    private static Given updated() {
        return Given.vchord()
                .installed("vchord", "1.0.0")
                .available("vchord", "1.1.1")
                .moment(NOW);
    }

    private static Memory seen(long startedAt, String extension, String first, String loaded) {
        Memory.Files files = new Memory.Files(extension, first, "1.1.1", loaded);
        return new Memory(
                List.of(new Memory.Start(startedAt, 100, 800, 1_000, List.of(files))), List.of(), Memory.Assets.NONE);
    }

    private static LoadedLibrary vchord(Given given) {
        return LoadedLibrary.of(given.snapshot(), VectorExtension.VECTORCHORD).orElseThrow();
    }

    private static LoadedLibrary older(String version) {
        return new LoadedLibrary(State.OLDER, Optional.of(Version.of(version)));
    }

    @Test
    void whereNothingTellsItIsUnknown() {
        assertEquals(UNKNOWN, vchord(updated()));
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, OLDER", "1.1.1, OF_PACKAGE", "1.2.0, OF_PACKAGE"})
    void postgres18Says(String loaded, State expected) {
        LoadedLibrary library = vchord(updated().server(180_006).loadedModule("vchord", loaded));

        assertEquals(expected, library.state());
        assertEquals(expected == State.OLDER ? Optional.of(Version.of(loaded)) : Optional.empty(), library.version());
    }

    /** Which package there was before and after the start of Postgres that runs now. */
    @Test
    void theAgentRemembersTheLibraryOfThisStart() {
        assertEquals(older("1.0.0"), vchord(updated().memory(seen(STARTED, "vchord", "1.0.0", "1.0.0"))));
        assertEquals(OF_PACKAGE, vchord(updated().memory(seen(STARTED, "vchord", "1.1.1", "1.1.1"))));
        // Postgres has said so, whatever package came first.
        assertEquals(OF_PACKAGE, vchord(updated().memory(seen(STARTED, "vchord", "1.0.0", "1.1.1"))));
    }

    /** It is not newer than the package that was seen first. */
    @Test
    void theFirstPackageOfThisStartIsAnUpperBound() {
        assertEquals(older("1.0.0"), vchord(updated().memory(seen(STARTED, "vchord", "1.0.0", ""))));
        assertEquals(UNKNOWN, vchord(updated().memory(seen(STARTED, "vchord", "1.1.1", ""))));
        assertEquals(UNKNOWN, vchord(updated().memory(seen(STARTED, "vchord", "1.2.0", ""))));
        assertEquals(UNKNOWN, vchord(updated().memory(seen(STARTED, "vchord", "", ""))));
    }

    @Test
    void anotherStartOrAnotherExtensionTellsNothing() {
        assertEquals(UNKNOWN, vchord(updated().memory(seen(STARTED - 1, "vchord", "1.0.0", "1.0.0"))));
        assertEquals(UNKNOWN, vchord(updated().memory(seen(STARTED, "vectors", "1.0.0", "1.0.0"))));
        assertEquals(UNKNOWN, vchord(updated().memory(Memory.NONE)));
    }

    @Test
    void settingsOfAnotherExtensionTellNothing() {
        Given given = Given.pgvectors()
                .superuser()
                .installed("vectors", "0.8.0")
                .available("vectors", "0.9.0")
                .moment(NOW);

        assertEquals(
                Optional.of(UNKNOWN),
                LoadedLibrary.of(
                        given.loadedSettings("vectors.openai_base_url").snapshot(), VectorExtension.PGVECTO_RS));
        // Those of VectorChord are not there, because its library is not in memory, and not because it is old.
        assertEquals(UNKNOWN, vchord(updated().superuser().loadedSettings("vectors.openai_base_url")));
        assertEquals(UNKNOWN, vchord(updated().superuser().loadedSettings()));
    }

    @Test
    void settingsTellOfAVersionThatIsAtLeastThere() {
        assertEquals(Optional.of(Version.of("0.5.0")), atLeast("vchordrq.io_search", "vchordg.ef_search"));
        assertEquals(Optional.of(Version.of("0.4.0")), atLeast("vchordrq.io_search"));
        assertEquals(Optional.empty(), atLeast("vchordrq.prewarm_dim"));
        assertEquals(Optional.empty(), atLeast("vectors.openai_base_url"));
    }

    private static Optional<Version> atLeast(String... settings) {
        return LoadedLibrary.atLeast(
                Given.vchord().superuser().loadedSettings(settings).snapshot(), VectorExtension.VECTORCHORD);
    }

    @Test
    void whereItIsNotPreloadedOrThePackageHasNoVersionThereIsNothingToTell() {
        assertEquals(Optional.empty(), LoadedLibrary.of(updated().preload("").snapshot(), VectorExtension.VECTORCHORD));
        assertEquals(
                Optional.empty(),
                LoadedLibrary.of(updated().notAvailable("vchord").snapshot(), VectorExtension.VECTORCHORD));
        assertEquals(
                Optional.empty(),
                LoadedLibrary.of(updated().available("vchord", "1.1").snapshot(), VectorExtension.VECTORCHORD));
        assertEquals(Optional.empty(), LoadedLibrary.of(Given.pgvector().snapshot(), VectorExtension.PGVECTOR));
    }
}
