package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is judged of Postgres, of the extensions' versions and of where they are. */
class StepsOfVersionsTest {

    @Test
    void postgres() {
        assertEquals(
                List.of("PASSES Postgres version: Postgres is 13.22."),
                Starts.told(new AcceptPostgres()
                        .take(Starts.of("1.91.4", Given.pgvectors().server(130_022)))));
        assertEquals(
                List.of("BLOCKS Postgres version: Postgres is 13.22, but Immich needs >=14.0.0."
                        + " [postgres-version-unsupported]"),
                Starts.told(new AcceptPostgres()
                        .take(Starts.of("2.7.5", Given.vchord().server(130_022)))));
    }

    @Test
    void whatImmichStopsAt() {
        Release now = Starts.should("2.7.5").release();
        Release before = Starts.should("1.111.0").release();

        assertFalse(chosen(Given.vchord()).isRefusedAsAvailable(now));
        assertTrue(chosen(Given.vchord().available("vchord", "2.0.0")).isRefusedAsAvailable(now));
        assertTrue(chosen(Given.vchord().available("vchord", "2")).isRefusedAsAvailable(now));
        assertFalse(chosen(Given.vchord().available("vchord", "2.0.0")).isRefusedAsAvailable(before));
        assertFalse(chosen(Given.vchord().notAvailable("vchord").superuser()).isRefusedAsAvailable(now));
        assertTrue(chosen(Given.vchord().available("vchord", "0.4.2")).isRefusedAsDowngrade(now));
        assertFalse(chosen(Given.vchord()).isRefusedAsDowngrade(now));
        assertFalse(chosen(Given.vchord().available("vchord", "0.4.2")).isRefusedAsDowngrade(before));
    }

    @Test
    void whatFollowsAnUpdate() {
        assertEquals(AfterUpdate.REBUILD, after("2.7.5", Given.vchord().available("vchord", "1.1.1")));
        assertEquals(AfterUpdate.RESTART, after("1.134.0", Given.pgvectors().available("vectors", "0.3.0")));
        assertEquals(AfterUpdate.REBUILD, after("1.134.0", Given.pgvectors().available("vectors", "0.2.1")));
        assertEquals(AfterUpdate.NOTHING, after("1.105.1", Given.pgvectors().available("vectors", "0.2.1")));
        assertEquals(AfterUpdate.RESTART, after("1.105.1", Given.pgvectors().available("vectors", "1.2.0")));
    }

    @Test
    void aSchemaIsFoundWithUsageAndOnThePath() {
        Given given = Given.vchord().addSchema(new Schema("other", "postgres", false, true, false));
        Snapshot on = given.searchPath(Scope.DATABASE, "public, other").snapshot();
        Snapshot off = given.searchPath(Scope.ROLE, "public").snapshot();

        assertEquals(Optional.empty(), SchemaObstacle.of(on, "other"));
        assertEquals(
                Optional.of("The search_path of role immich lacks schema other, so nothing in it is found."),
                SchemaObstacle.of(off, "other").map(o -> o.sentence(off)));
        assertEquals(
                Optional.of("Role immich has no USAGE on schema third, so nothing in it is found."),
                SchemaObstacle.of(on, "third").map(o -> o.sentence(on)));
        assertEquals(
                Set.of("search-path-unusable", "schema-usage-missing"),
                Set.of(new SchemaObstacle("a", true).check(), new SchemaObstacle("a", false).check()));
    }

    @Test
    void schemasOfTheExtensionAndOfWhatItIsBuiltOn() {
        Given given = Given.vchord().installed("vchord", e -> in(e, "b")).installed("vector", e -> in(e, "a"));

        assertEquals(List.of("a", "b"), VectorSchemas.of(given.snapshot(), chosen(given)));
        assertEquals(
                List.of("b"),
                VectorSchemas.of(
                        given.installed("vector", e -> in(e, "pg_catalog")).snapshot(), chosen(given)));
    }

    @Test
    void librariesWithoutAPackage() {
        assertEquals(
                Set.of(VectorExtension.PGVECTO_RS),
                PreloadedLibrary.withoutPackage(Given.vchord().snapshot()).collect(Collectors.toSet()));
        assertEquals(
                Set.of(VectorExtension.PGVECTO_RS, VectorExtension.VECTORCHORD),
                PreloadedLibrary.withoutPackage(Given.vchord()
                                .notAvailable("vchord")
                                .notAvailable("vector")
                                .snapshot())
                        .collect(Collectors.toSet()));
    }

    @Test
    void pgvectorBeneathVectorChord() {
        Release release = Starts.should("2.7.5").release();
        Given given = Given.vchord().superuser().notInstalled("vchord").installed("vector", "0.6.2");

        assertTrue(PgvectorVersion.stopsCreation(given.snapshot(), release, chosen(given)));
        assertFalse(PgvectorVersion.stopsCreation(
                Given.vchord().installed("vector", "0.6.2").snapshot(),
                release,
                chosen(Given.vchord().installed("vector", "0.6.2"))));
        Given fine = Given.vchord().notInstalled("vchord");
        assertFalse(PgvectorVersion.stopsCreation(fine.snapshot(), release, chosen(fine)));
        Given alone = Given.pgvector().installed("vector", "0.6.2");
        assertFalse(PgvectorVersion.stopsCreation(alone.snapshot(), release, chosen(alone)));
        Given odd = Given.vchord().notInstalled("vchord").installed("vector", "0.6");
        assertFalse(PgvectorVersion.stopsCreation(odd.snapshot(), release, chosen(odd)));
    }

    @Test
    void anExtensionWhoseControlFileNamesNoVersionIsNotAvailable() {
        Given given = Given.pgvectors().notAvailable("vectors");
        String seen = "BLOCKS available version: The pgvecto.rs extension is not available on the server";
        String check = ". [vector-extension-unavailable]";

        assertEquals(List.of(seen + check), versions(given));
        assertEquals(List.of(seen + check), versions(given.versionless("vchord")));
        assertEquals(
                List.of(seen + ": its control file names no version" + check), versions(given.versionless("vectors")));
    }

    private static List<String> versions(Given given) {
        return Starts.told(new ReadVersions().take(Starts.of("1.118.2", given)));
    }

    private static InstalledExtension in(InstalledExtension e, String schema) {
        return new InstalledExtension(e.name(), e.version(), schema, e.owner(), e.roleOwns(), e.rowAge());
    }

    private static AfterUpdate after(String immich, Given given) {
        StartProgress start = Starts.of(immich, given);
        return AfterUpdate.of(start.release(), start.chosen());
    }

    private static ChosenExtension chosen(Given given) {
        VectorExtension extension = given.snapshot().vectorIndexes().stream()
                        .anyMatch(i -> i.accessMethod().equals("hnsw"))
                ? VectorExtension.PGVECTOR
                : VectorExtension.VECTORCHORD;
        return ChosenExtension.of(
                        given.snapshot(),
                        new Expectation(
                                Starts.should("2.7.5").immich(),
                                Starts.should("2.7.5").releases(),
                                Optional.of(extension)))
                .orElseThrow();
    }
}
