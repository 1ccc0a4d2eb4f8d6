package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.need.Release;
import dev.immichpg.need.VectorExtension;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreationObstacleTest {

    private static final Release RELEASE = Starts.should("2.7.5").release();

    @Test
    void aSuperuserCreatesIt() {
        assertEquals(Optional.empty(), of(without()));
    }

    @Test
    void notOnTheServer() {
        assertEquals(
                "VectorChord is not installed in this database and not available on the server.",
                sentence(without().notAvailable("vchord")));
    }

    @Test
    void notByAnOwner() {
        assertEquals(
                "VectorChord is not installed in this database. Creating it needs a superuser, but role immich is not one.",
                sentence(Given.vchord().notInstalled("vchord")));
    }

    @Test
    void pgvectorIsNotOnTheServer() {
        assertEquals(
                "VectorChord needs pgvector, which is not available on the server.",
                sentence(without().notInstalled("vector").notAvailable("vector")));
    }

    @Test
    void pgvectorNotByAnOwner() {
        assertEquals(
                "VectorChord needs pgvector. Creating it needs a superuser, but role immich is not one.",
                sentence(Given.vchord()
                        .notInstalled("vchord")
                        .notInstalled("vector")
                        .trusted("vchord")));
    }

    @Test
    void pgvectorIsTooOld() {
        assertEquals(
                "VectorChord needs pgvector >=0.7.0, but it is 0.6.2.",
                sentence(without().installed("vector", "0.6.2")));
        assertEquals(
                "VectorChord needs pgvector >=0.7.0, but it is 0.6.2.",
                sentence(without().notInstalled("vector").available("vector", "0.6.2")));
        assertEquals(Optional.empty(), of(without().installed("vector", "0.7.0")));
    }

    @Test
    void theNameOfItsTypeIsTaken() {
        Given given = without().notInstalled("vector").vectorTable("smart_search", CreationObstacleTest::detached);

        assertEquals("pgvector's type vector cannot be created: schema public has one already.", sentence(given));
        assertEquals(
                Optional.empty(),
                CreationObstacle.of(given.snapshot(), RELEASE, VectorExtension.PGVECTO_RS)
                        .filter(obstacle -> obstacle == CreationObstacle.TYPE_TAKEN));
    }

    @Test
    void theDatabaseIsAnothers() {
        Given given = Given.vchord()
                .notInstalled("vchord")
                .trusted("vchord")
                .database(d -> Given.aDatabase(d.name(), "postgres", false, true, true));

        assertEquals(
                "To create VectorChord, Immich also sets vchordrq.probes on database immich, which role immich does not own.",
                sentence(given));
    }

    private static VectorTable detached(VectorTable t) {
        return new VectorTable(
                t.schema(), t.name(), "vector", "public", "", t.deadRows(), t.deadRowsCounted(), t.loginCanSearch());
    }

    private static Given without() {
        return Given.vchord().superuser().notInstalled("vchord");
    }

    private static Optional<CreationObstacle> of(Given given) {
        return CreationObstacle.of(given.snapshot(), RELEASE, VectorExtension.VECTORCHORD);
    }

    private static String sentence(Given given) {
        Snapshot is = given.snapshot();
        return of(given).orElseThrow().sentence(is, RELEASE, VectorExtension.VECTORCHORD);
    }
}
