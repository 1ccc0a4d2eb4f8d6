package dev.immichpg.check;

import static dev.immichpg.check.Check.EXTENSION_IN_OTHER_SCHEMA;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionInOtherSchemaTest implements CheckTest {

    /** FailureMode.EARTHDISTANCE_IN_OTHER_SCHEMA. */
    @ParameterizedTest
    @ValueSource(strings = {"cube", "earthdistance"})
    void theTypesOfPlacesBelongInPublic(String name) {
        Finding finding =
                Judged.onlyFinding(Judged.judge(EXTENSION_IN_OTHER_SCHEMA, moved(Given.vchord(), name, "Ext's")));

        assertEquals(name, finding.subject());
        assertEquals("Extension " + name + " is in schema Ext's.", finding.observed());
        assertEquals(
                "Expected it in public, where Immich's functions and its next migration look for public.cube and"
                        + " public.earth.",
                finding.expected());
        assertEquals(
                List.of("MOVE_EXTENSION SUPERUSER: ALTER EXTENSION " + name + " SET SCHEMA public;"),
                Judged.remedy(finding));
    }

    /** FailureMode.VECTORS_IN_OTHER_SCHEMA: updated by hand from 0.1, which was in public. */
    @Test
    void pgvectoRsBelongsInItsOwn() {
        Given given =
                moved(Given.pgvectors(), "vectors", "public").role(r -> Given.aRole("Photo, user", true, false, true));

        Finding finding = Judged.onlyFinding(Judged.judge(EXTENSION_IN_OTHER_SCHEMA, given));

        assertEquals("vectors", finding.subject());
        assertEquals("pgvecto.rs 0.2.0 is in schema public.", finding.observed());
        assertEquals(
                "Expected it in vectors: since 1.133.0 Immich names vectors.vector when it rebuilds an index, and a type"
                        + " vector elsewhere is in the way of pgvector and VectorChord.",
                finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.face_search;",
                        "MOVE_EXTENSION SUPERUSER: CREATE SCHEMA IF NOT EXISTS vectors;",
                        "MOVE_EXTENSION SUPERUSER: GRANT USAGE ON SCHEMA vectors TO \"Photo, user\";",
                        "MOVE_EXTENSION SUPERUSER: UPDATE pg_catalog.pg_extension SET extrelocatable = true WHERE"
                                + " extname OPERATOR(pg_catalog.=) 'vectors';",
                        "MOVE_EXTENSION SUPERUSER: ALTER EXTENSION vectors SET SCHEMA vectors;",
                        "MOVE_EXTENSION SUPERUSER: UPDATE pg_catalog.pg_extension SET extrelocatable = false WHERE"
                                + " extname OPERATOR(pg_catalog.=) 'vectors';",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
    }

    /** Before 0.2.0 it had none of its own; what nobody can read as a version is not older. */
    @ParameterizedTest
    @CsvSource({"0.1.11, OK", "0.2.0, PROBLEM", "0.3.0, PROBLEM", "0.4, PROBLEM"})
    void sinceItHasOne(String version, Status expected) {
        Given given = moved(Given.pgvectors().installed("vectors", version), "vectors", "public");

        assertEquals(
                expected,
                Judged.judge(EXTENSION_IN_OTHER_SCHEMA, given, "1.91.0").status());
    }

    /** Nothing of Immich looks for one that is only left over. */
    @Test
    void quietAboutALeftover() {
        Given given = moved(Given.vchord().installed("vectors", "0.2.0"), "vectors", "public");

        assertEquals(Status.OK, Judged.judge(EXTENSION_IN_OTHER_SCHEMA, given).status());
    }

    /** A search_path finds them. */
    @ParameterizedTest
    @ValueSource(strings = {"vector", "vchord", "unaccent", "pg_trgm", "uuid-ossp"})
    void quietAboutWhatIsFoundByItsBareName(String name) {
        assertEquals(
                Status.OK,
                Judged.judge(EXTENSION_IN_OTHER_SCHEMA, moved(Given.vchord(), name, "extensions"))
                        .status());
    }

    @Test
    void theReleaseDoesNotMatter() {
        Given given =
                moved(Given.vchord(), "cube", "extensions").historyHidden().preloadHidden();

        assertEquals(
                Status.PROBLEM, Judged.judge(EXTENSION_IN_OTHER_SCHEMA, given).status());
    }

    private static Given moved(Given given, String extension, String schema) {
        return given.installed(
                        extension,
                        e -> new InstalledExtension(e.name(), e.version(), schema, e.owner(), e.roleOwns(), e.rowAge()))
                .vectorTable("smart_search", t -> typeMoved(t, extension, schema))
                .vectorTable("face_search", t -> typeMoved(t, extension, schema));
    }

    private static VectorTable typeMoved(VectorTable t, String extension, String schema) {
        return t.typeExtension().equals(extension)
                ? new VectorTable(
                        t.schema(),
                        t.name(),
                        t.type(),
                        schema,
                        extension,
                        t.deadRows(),
                        t.deadRowsCounted(),
                        t.loginCanSearch())
                : t;
    }

    @Override
    public Trouble fires() {
        return Trouble.of(moved(Given.vchord(), "cube", "extensions"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "cube and earthdistance are in a schema for extensions",
                        Check.EXTENSION_IN_OTHER_SCHEMA,
                        Set.of(Check.SCHEMA_USAGE_MISSING),
                        // They are looked for in migrations.
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database()
                                .superuserExecute(
                                        "CREATE SCHEMA \"Ext's\"",
                                        "ALTER EXTENSION cube SET SCHEMA \"Ext's\"",
                                        "ALTER EXTENSION earthdistance SET SCHEMA \"Ext's\"")),
                // As an update by hand leaves it that began with 0.1. The move rewrites its row, as an update does.
                new Story(
                        "pgvecto.rs is in schema public",
                        Check.EXTENSION_IN_OTHER_SCHEMA,
                        Set.of(), // the agent has seen the indexes with this version
                        Outcome.STARTS,
                        Story.PGVECTORS,
                        p -> p.database()
                                .superuserExecute(
                                        "UPDATE pg_catalog.pg_extension SET extrelocatable = true WHERE extname ="
                                                + " 'vectors'",
                                        "ALTER EXTENSION vectors SET SCHEMA public",
                                        "UPDATE pg_catalog.pg_extension SET extrelocatable = false WHERE extname ="
                                                + " 'vectors'")));
    }
}
