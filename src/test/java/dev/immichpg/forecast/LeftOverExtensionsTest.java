package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeftOverExtensionsTest {

    @Test
    void whatIsInUseAndBeneathItIsNot() {
        assertEquals(List.of(), of("2.7.5", Given.vchord()));
        assertEquals(List.of(), of("2.7.5", Given.pgvector()));
    }

    @Test
    void whatImmichIsNotAllowedToDrop() {
        assertEquals(List.of("vectors"), of("2.7.5", leftover()));
        assertEquals(List.of(), of("2.7.5", leftover().superuser()));
    }

    @Test
    void whatImmichDoesNotKnowOrSee() {
        assertEquals(List.of("vectors"), of("3.0.0", leftover().superuser()));
        assertEquals(List.of("vectors"), of("2.7.5", leftover().superuser().notAvailable("vectors")));
    }

    @Test
    void notWhatStillHoldsVectors() {
        assertEquals(
                List.of(),
                of(
                        "2.7.5",
                        leftover()
                                .vectorTable(
                                        "smart_search",
                                        t -> new VectorTable(
                                                t.schema(),
                                                t.name(),
                                                "vector",
                                                "vectors",
                                                "vectors",
                                                0,
                                                Optional.of(true),
                                                true))));
        assertEquals(List.of(), of("2.7.5", Given.pgvectors().available("vchord", "0.4.3")));
    }

    @Test
    void nothingBefore1_133OrWithoutAChoice() {
        assertEquals(List.of(), of("1.132.3", leftover()));
        assertEquals(List.of(), of("3.0.0", leftover().notAvailable("vchord").notAvailable("vector")));
    }

    private static Given leftover() {
        return Given.vchord().installed("vectors", "0.2.0").available("vectors", "0.2.0");
    }

    private static List<String> of(String immich, Given given) {
        return LeftOverExtensions.of(given.snapshot(), Starts.should(immich)).stream()
                .map(InstalledExtension::name)
                .toList();
    }
}
