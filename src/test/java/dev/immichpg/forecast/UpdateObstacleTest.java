package dev.immichpg.forecast;

import static dev.immichpg.forecast.UpdateObstacle.DENIED;
import static dev.immichpg.forecast.UpdateObstacle.INDEX_ABSENT;
import static dev.immichpg.forecast.UpdateObstacle.NO_SCRIPT;
import static dev.immichpg.forecast.UpdateObstacle.REBUILD_STOPS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.immichpg.agent.ReleasesFile;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.Scope;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Undecidable;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.need.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdateObstacleTest {

    @Test
    void anUpdateNeedsASuperuserAndAScript() {
        assertEquals(Optional.of(DENIED), of("2.7.5", behind()));
        assertEquals(Optional.empty(), of("2.7.5", behind().superuser()));
        assertEquals(Optional.of(NO_SCRIPT), of("2.7.5", behind().superuser().withoutUpdatePath("vchord")));
        assertEquals(Optional.empty(), of("2.7.5", ownedAndTrusted()));
    }

    /** Whoever is not allowed to update it does not need the scripts to fail. */
    @Test
    void hiddenScriptsLeaveItOpenOnlyWhereTheRoleIsAllowedTo() {
        assertEquals(Optional.of(DENIED), of("2.7.5", behind().updatePathsHidden()));
        assertThrows(Undecidable.class, () -> of("2.7.5", behind().superuser().updatePathsHidden()));
    }

    @Test
    void theRebuildThatFollowsNeedsTheTypeOnTheSearchPath() {
        Given elsewhere = behind().superuser()
                .addSchema(new Schema("other", "postgres", false, true, false))
                .installed("vector", e -> in(e, "other"));

        assertEquals(Optional.of(REBUILD_STOPS), of("2.7.5", elsewhere));
        assertEquals(Optional.empty(), of("2.7.5", elsewhere.searchPath(Scope.DATABASE, "public, other")));
        assertEquals(
                Optional.empty(),
                of(
                        "2.7.5",
                        elsewhere
                                .searchPath(Scope.DATABASE, "public")
                                .withoutRelation("smart_search")
                                .withoutRelation("face_search")));
    }

    @Test
    void theReindexThatFollowsBefore1_133NeedsBothIndexes() {
        Given given = Given.pgvector().superuser().installed("vector", "0.7.0").available("vector", "0.8.5");

        assertEquals(Optional.empty(), of("1.132.3", given));
        assertEquals(Optional.of(INDEX_ABSENT), of("1.132.3", given.withoutIndex("face_index")));
        assertEquals(Optional.empty(), of("1.133.0", given));
    }

    @Test
    void onlyWhatTheNextStartTriesAndStopsAtIsDue() {
        Given given = Given.pgvectors().available("vectors", "0.2.1");

        assertEquals(Optional.empty(), due("1.105.1", given));
        assertEquals(Optional.of(DENIED), due("1.112.0", given));
        assertEquals(Optional.empty(), due("1.112.0", given.available("vectors", "0.4.0")));
    }

    private static Given behind() {
        return Given.vchord().available("vchord", "1.1.1");
    }

    private static Given ownedAndTrusted() {
        return behind().trusted("vchord")
                .installed(
                        "vchord",
                        e -> new InstalledExtension(e.name(), e.version(), e.schema(), "immich", true, e.rowAge()));
    }

    private static InstalledExtension in(InstalledExtension e, String schema) {
        return new InstalledExtension(e.name(), e.version(), schema, e.owner(), e.roleOwns(), e.rowAge());
    }

    private static Optional<UpdateObstacle> of(String immich, Given given) {
        return UpdateObstacle.of(given.snapshot(), should(immich), chosen(immich, given));
    }

    private static Optional<UpdateObstacle> due(String immich, Given given) {
        return UpdateObstacle.ofDue(given.snapshot(), should(immich), chosen(immich, given));
    }

    private static ChosenExtension chosen(String immich, Given given) {
        return ChosenExtension.of(given.snapshot(), should(immich))
                .filter(c -> c.installed().isPresent())
                .orElseGet(() -> pgvector(given, should(immich)));
    }

    /** Where DB_VECTOR_EXTENSION says so. */
    private static ChosenExtension pgvector(Given given, Expectation should) {
        return ChosenExtension.of(
                        given.snapshot(),
                        new Expectation(should.immich(), should.releases(), Optional.of(VectorExtension.PGVECTOR)))
                .orElseThrow();
    }

    private static Expectation should(String immich) {
        return Expectation.of(
                ReleasesFile.builtIn(),
                new ImmichVersion(Optional.of(Version.of(immich)), Source.CONFIGURED, false),
                Optional.empty());
    }
}
