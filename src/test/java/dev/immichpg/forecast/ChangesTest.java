package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangesTest {

    @Test
    void aNewExtensionIsInPublicWithWhatItIsBuiltOn() {
        Given given = Given.vchord().superuser().notInstalled("vchord").notInstalled("vector");
        Snapshot after = Changes.created(
                given.snapshot(), given.snapshot().available("vchord").orElseThrow());

        assertEquals(
                Optional.of(new InstalledExtension("vchord", "0.4.3", "public", "immich", true, 0)),
                after.installed("vchord"));
        assertEquals("public", after.installed("vector").orElseThrow().schema());
        assertEquals(
                List.of(),
                VectorSchemas.of(after, Starts.of("2.7.5", given).after(after).chosen()).stream()
                        .filter(schema -> !schema.equals("public"))
                        .toList());
    }

    @Test
    void whatItIsBuiltOnStaysIfItIsThere() {
        Snapshot before = Given.vchord()
                .notInstalled("vchord")
                .installed("vector", "0.7.4")
                .snapshot();

        assertEquals(
                before.installed("vector"),
                Changes.created(before, before.available("vchord").orElseThrow())
                        .installed("vector"));
    }

    @Test
    void pgvectoRsMakesASchemaOfItsOwn() {
        Snapshot before = Given.pgvectors()
                .notInstalled("vectors")
                .withoutSchema("vectors")
                .snapshot();
        Snapshot after = Changes.created(before, before.available("vectors").orElseThrow());

        assertEquals("vectors", after.installed("vectors").orElseThrow().schema());
        assertTrue(SchemaObstacle.hasUsage(after, "vectors"));
        assertFalse(SchemaObstacle.hasUsage(before, "vectors"));
    }

    @Test
    void butNotBefore0_2() {
        Snapshot before = Given.pgvectors()
                .notInstalled("vectors")
                .available("vectors", "0.1.11")
                .snapshot();

        assertEquals(
                "public",
                Changes.created(before, before.available("vectors").orElseThrow())
                        .installed("vectors")
                        .orElseThrow()
                        .schema());
    }

    @Test
    void anUpdatedExtensionHasTheNewVersionAndItsOldPlace() {
        StartProgress start = Starts.of("2.7.5", Given.vchord().superuser().available("vchord", "1.1.1"));
        InstalledExtension before = start.is().installed("vchord").orElseThrow();

        assertEquals(
                Optional.of(new InstalledExtension(
                        "vchord", "1.1.1", before.schema(), before.owner(), before.roleOwns(), 0)),
                Changes.updated(start.is(), start.chosen()).installed("vchord"));
    }

    @Test
    void aRebuiltIndexIsFreshAndHasTheListsThatItShould() {
        Given given =
                Given.vchord().rows("smart_search", 300_000).probed("smart_search", "XX000", "bad version number");
        Snapshot after = Changes.rebuilt(Starts.of("2.7.5", given));
        VectorIndex index = after.index("clip_index").orElseThrow();

        assertEquals(
                new VectorIndex("public", "clip_index", "smart_search", "vchordrq", "lists = [512]", true, true, 0),
                index);
        assertEquals(
                Optional.empty(),
                VectorIndexes.rebuildReason(
                        after,
                        VectorExtension.VECTORCHORD,
                        "clip_index",
                        after.relation("smart_search").orElseThrow()));
        assertEquals(Optional.empty(), after.probe("smart_search"));
    }

    @Test
    void onlyTablesOfTheRoleAreRebuilt() {
        Given given = Given.vchord().withoutIndex("face_index");
        assertTrue(
                Changes.rebuilt(Starts.of("2.7.5", given)).index("face_index").isPresent());

        given.relation("face_search", r -> StartUpRow.owned(r, false, true));
        assertFalse(
                Changes.rebuilt(Starts.of("2.7.5", given)).index("face_index").isPresent());
    }

    @Test
    void aDroppedExtensionIsGone() {
        assertEquals(
                Optional.empty(),
                Changes.dropped(Given.vchord().snapshot(), "vchord").installed("vchord"));
    }
}
