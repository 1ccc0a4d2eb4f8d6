package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorIndexesTest {

    /** What node says of the formula of start-up.md#rebuild, both sides of each boundary. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 1",
        "999, 1",
        "127999, 1",
        "128000, 256",
        "128001, 256",
        "255999, 256",
        "256000, 512",
        "511999, 512",
        "512000, 1024",
        "1023999, 1024",
        "1024000, 2048",
        "2047999, 2048",
        "2048000, 4096",
        "2048001, 4096",
        "4194303, 4096",
        "4194304, 8192",
        "16777215, 8192",
        "16777216, 16384",
        "67108863, 16384",
        "67108864, 32768",
        "1000000000, 65536"
    })
    void targetsAsManyListsAsImmich(long rows, int lists) {
        assertEquals(lists, VectorIndexes.targetLists(rows));
    }

    /** As long as nobody has counted them, -1; an empty table has been. */
    @Test
    void anEmptyTableWantsOneListAndAnUncountedOneWhatItHas() {
        assertEquals(Optional.of(1), otherLists(0));
        assertEquals(Optional.empty(), otherLists(-1));
    }

    private static Optional<Integer> otherLists(long rows) {
        return VectorIndexes.otherLists(
                VectorExtension.VECTORCHORD,
                index("lists = [256]"),
                Given.vchord()
                        .rows("smart_search", rows)
                        .snapshot()
                        .relation("smart_search")
                        .orElseThrow());
    }

    /** Nobody makes so many; what stands there is somebody's text. */
    @Test
    void aNumberThatIsTooLongIsCut() {
        assertEquals(999_999_999, VectorIndexes.lists(index("lists = [99999999999]")));
    }

    @Test
    void readsTheFirstNumberOfLists() {
        assertEquals(
                256,
                VectorIndexes.lists(index("options=residual_quantization = false\n[build.internal]\n"
                        + "lists = [256]\nspherical_centroids = true")));
        assertEquals(4, VectorIndexes.lists(index("lists = [4, 16]")));
    }

    @Test
    void anIndexThatDoesNotSayHasOneList() {
        assertEquals(1, VectorIndexes.lists(index("")));
        assertEquals(1, VectorIndexes.lists(index("lists = []")));
    }

    @Test
    void comparesTheMethod() {
        VectorIndex index = index("");

        assertTrue(VectorIndexes.hasMethod(index, VectorExtension.VECTORCHORD));
        assertFalse(VectorIndexes.hasMethod(index, VectorExtension.PGVECTOR));
        assertFalse(VectorIndexes.hasMethod(index, VectorExtension.PGVECTO_RS));
    }

    private static VectorIndex index(String options) {
        return new VectorIndex("public", "clip_index", "smart_search", "vchordrq", options, true, true, 1);
    }
}
