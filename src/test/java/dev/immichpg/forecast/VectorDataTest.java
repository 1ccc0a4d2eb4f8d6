package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VectorDataTest {

    @Test
    void theIndexesTellWhoseTheVectorsAre() {
        assertEquals(Set.of(VectorExtension.VECTORCHORD), heldBy(Given.vchord()));
        assertEquals(Set.of(VectorExtension.PGVECTO_RS), heldBy(Given.pgvectors()));
        assertEquals(Set.of(VectorExtension.PGVECTOR), heldBy(Given.pgvector()));
    }

    @Test
    void thereMayBeTwo() {
        assertEquals(
                Set.of(VectorExtension.VECTORCHORD, VectorExtension.PGVECTOR),
                heldBy(Given.vchord().index("clip_index", VectorDataTest::hnsw)));
    }

    @Test
    void withoutIndexesTheTypeTells() {
        assertEquals(Set.of(VectorExtension.VECTORCHORD), heldBy(withoutIndexes(Given.vchord())));
        assertEquals(Set.of(VectorExtension.PGVECTOR), heldBy(withoutIndexes(Given.pgvector())));
        assertEquals(Set.of(VectorExtension.PGVECTO_RS), heldBy(withoutIndexes(Given.pgvectors())));
        assertEquals(Set.of(), heldBy(Given.fresh()));
    }

    @Test
    void vectorsMoveWhereNobodySaidSo() {
        Given arrived = Given.pgvectors().available("vchord", "1.1.1");

        assertTrue(moves(arrived, "2.7.5", Optional.empty()));
        assertFalse(moves(Given.pgvectors(), "2.7.5", Optional.empty()));
        assertFalse(moves(arrived, "2.7.5", Optional.of(VectorExtension.VECTORCHORD)));
        assertFalse(moves(Given.pgvector(), "1.132.3", Optional.empty()));
        assertFalse(moves(Given.fresh(), "2.7.5", Optional.empty()));
    }

    @Test
    void pgvectoRsBelongsIntoASchemaOfItsOwnSince0_2() {
        assertEquals(Optional.empty(), misplaced("vectors", "0.2.0"));
        assertEquals(Optional.of("public"), misplaced("public", "0.2.0"));
        assertEquals(Optional.empty(), misplaced("public", "0.1.11"));
        assertEquals(Optional.of("public"), misplaced("public", "0.2"));
        assertEquals(
                Optional.empty(), VectorData.misplacedPgvectoRs(Given.vchord().snapshot()));
    }

    @Test
    void whereANewOneGoes() {
        assertEquals("vectors", VectorData.schemaOfNew(new AvailableExtension("vectors", "0.2.0", true, false)));
        assertEquals("public", VectorData.schemaOfNew(new AvailableExtension("vectors", "0.1.11", true, false)));
        assertEquals("vectors", VectorData.schemaOfNew(new AvailableExtension("vectors", "0.2", true, false)));
        assertEquals("public", VectorData.schemaOfNew(new AvailableExtension("vchord", "0.4.3", true, false)));
    }

    @Test
    void theTypeOfVectorChordIsPgvectors() {
        assertEquals(VectorExtension.PGVECTOR, VectorData.typeOf(VectorExtension.VECTORCHORD));
        assertEquals(VectorExtension.PGVECTOR, VectorData.typeOf(VectorExtension.PGVECTOR));
        assertEquals(VectorExtension.PGVECTO_RS, VectorData.typeOf(VectorExtension.PGVECTO_RS));
    }

    @Test
    void aColumnIsLeftInTheTypeOfAnotherExtension() {
        Snapshot is = Given.vchord()
                .installed("vectors", "0.2.0")
                .vectorTable("smart_search", VectorDataTest::ofPgvectoRs)
                .snapshot();

        assertEquals(Optional.of("vectors"), left(is, "smart_search", VectorExtension.VECTORCHORD));
        assertEquals(Optional.empty(), left(is, "face_search", VectorExtension.VECTORCHORD));
        assertEquals(Optional.of("vector"), left(is, "face_search", VectorExtension.PGVECTO_RS));
    }

    @Test
    void whyALibraryCannotBeCalled() {
        assertEquals(
                Optional.of("The package of extension vectors is gone from the server."),
                why(Given.pgvectors().notAvailable("vectors")));
        assertEquals(
                Optional.of("vectors is not in shared_preload_libraries."),
                why(Given.pgvectors().preload("").loadedPrefixes()));
        assertEquals(Optional.empty(), why(Given.pgvectors()));
        assertEquals(Optional.empty(), why(Given.pgvectors().preloadHidden().loadedPrefixes()));
    }

    private static Set<VectorExtension> heldBy(Given given) {
        return VectorData.heldBy(given.snapshot());
    }

    private static Given withoutIndexes(Given given) {
        return given.withoutIndex("clip_index").withoutIndex("face_index");
    }

    private static VectorIndex hnsw(VectorIndex i) {
        return new VectorIndex(i.schema(), i.name(), i.table(), "hnsw", "", true, true, i.rowAge());
    }

    private static VectorTable ofPgvectoRs(VectorTable t) {
        return new VectorTable(
                t.schema(),
                t.name(),
                "vector",
                "vectors",
                "vectors",
                t.deadRows(),
                t.deadRowsCounted(),
                t.loginCanSearch());
    }

    private static boolean moves(Given given, String immich, Optional<VectorExtension> setting) {
        Expectation should = new Expectation(
                Starts.should(immich).immich(), Starts.should(immich).releases(), setting);
        return ChosenExtension.of(given.snapshot(), should)
                .filter(chosen -> VectorData.moves(given.snapshot(), should, chosen))
                .isPresent();
    }

    private static Optional<String> misplaced(String schema, String version) {
        Given given = Given.pgvectors()
                .installed(
                        "vectors",
                        e -> new InstalledExtension(e.name(), version, schema, e.owner(), e.roleOwns(), e.rowAge()));
        return VectorData.misplacedPgvectoRs(given.snapshot()).map(InstalledExtension::schema);
    }

    private static Optional<String> left(Snapshot is, String table, VectorExtension used) {
        return VectorData.left(is, is.relation(table).orElseThrow(), used).map(InstalledExtension::name);
    }

    private static Optional<String> why(Given given) {
        Snapshot is = given.snapshot();
        return VectorData.whyUnusable(is, is.installed("vectors").orElseThrow());
    }
}
