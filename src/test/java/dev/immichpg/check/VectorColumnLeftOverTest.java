package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_COLUMN_LEFT_OVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorColumnLeftOverTest implements CheckTest {

    /** FailureMode.COLUMN_LEFT_OVER: the package was purged in the middle of the migration. */
    @Test
    void whatCannotBeConvertedStopsTheNextStart() {
        Given given = halfWay().preload("vchord.so, vectors.so").notAvailable("vectors");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_COLUMN_LEFT_OVER, given));

        assertEquals("public.face_search", finding.subject());
        assertEquals(
                "Column embedding of public.face_search still has the type of pgvecto.rs. The package of extension vectors"
                        + " is gone from the server.",
                finding.observed());
        assertEquals(
                "Expected its library to work until Immich has converted the column to the type of pgvector: otherwise"
                        + " Immich's next start stops there.",
                finding.expected());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvecto.rs 0.2.0 for Postgres 17" + " again.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** One list, whoever asks for it: what one check adds, the other must not take away. */
    @Test
    void theLibrariesOfBothAreNeeded() {
        Given given = halfWay().preload("pg_cron");
        List<String> expected = List.of(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_cron', 'vchord.so',"
                        + " 'vectors.so';",
                "RESTART_POSTGRES PERSON: Restart Postgres.",
                "START_IMMICH PERSON: Restart Immich.");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_COLUMN_LEFT_OVER, given));

        assertEquals(
                "Column embedding of public.face_search still has the type of pgvecto.rs. vectors is not in"
                        + " shared_preload_libraries.",
                finding.observed());
        assertEquals(expected, Judged.remedy(finding));
        assertEquals(expected, Judged.remedy(Judged.onlyFinding(Judged.judge(Check.PRELOAD_LIBRARY_MISSING, given))));
    }

    /** start-up.md#rebuild: it converts the column with the index, 3.x included. */
    @ParameterizedTest
    @ValueSource(strings = {"1.133.0", "2.7.5", "3.0.0", "3.3.0"})
    void quietWhereTheNextStartConvertsIt(String immich) {
        Given given = halfWay().preload("vchord.so, vectors.so");

        assertEquals(
                Status.OK, Judged.judge(VECTOR_COLUMN_LEFT_OVER, given, immich).status());
        assertEquals(
                Status.PROBLEM,
                Judged.judge(Check.VECTOR_INDEX_MISSING, given, immich).status(),
                "the rebuild is told");
    }

    /** Before the migration, too, its library must stay. */
    @Test
    void theWholeOfItIsStillToCome() {
        Given given = Given.pgvectors()
                .installed("vchord", "0.4.3")
                .available("vchord", "0.4.3")
                .preload("vchord.so");

        assertEquals(
                List.of("public.face_search", "public.smart_search"),
                Judged.judge(VECTOR_COLUMN_LEFT_OVER, given, "2.7.5").findings().stream()
                        .map(Finding::subject)
                        .toList());
    }

    /** Nothing was converted before 1.133.0. */
    @Test
    void thereTheSettingHasToFollowTheData() {
        Finding finding = Judged.judge(VECTOR_COLUMN_LEFT_OVER, Given.pgvector(), "1.132.3")
                .findings()
                .get(0);

        assertEquals("Column embedding of public.face_search has the type of pgvector.", finding.observed());
        assertEquals(
                "Expected that of pgvecto.rs, which Immich uses, as far as the agent knows DB_VECTOR_EXTENSION. This"
                        + " release does not convert columns.",
                finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: Stop Immich.",
                        "CONFIGURE CONFIGURATION: DB_VECTOR_EXTENSION=pgvector   # for Immich; and vector-extension = pgvector for this agent",
                        "START_IMMICH PERSON: Start Immich."),
                Judged.remedy(finding));
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_COLUMN_LEFT_OVER, Given.pgvector(), "1.132.3", VectorExtension.PGVECTOR)
                        .status());
        assertEquals(
                "REBUILD_INDEX PERSON: Convert column embedding of public.smart_search to the type of pgvecto.rs by"
                        + " hand, through real[]. Immich's documentation has the steps of a manual migration.",
                Judged.remedy(Judged.judge(VECTOR_COLUMN_LEFT_OVER, Given.pgvector(), "1.94.1")
                                .findings()
                                .get(0))
                        .get(1));
    }

    /** catalogs.md#types-without-an-extension: of no extension. */
    @Test
    void aTypeThatItsExtensionHasLost() {
        Given given = Given.vchord().vectorTable("smart_search", t -> typed(t, "", "public"));

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_COLUMN_LEFT_OVER, given));

        assertEquals("public.smart_search", finding.subject());
        assertEquals(
                "Column embedding of public.smart_search has the type public.vector, which belongs to no extension.",
                finding.observed());
        assertEquals(
                "Expected the type of extension vector: a dump of this database cannot be restored, and an update of"
                        + " the extension does not reach it.",
                finding.expected());
        assertEquals(
                List.of("CREATE_EXTENSION SUPERUSER: ALTER EXTENSION vector ADD TYPE public.vector;"),
                Judged.remedy(finding));
    }

    /** The extension has a type of its own. */
    @Test
    void aTypeOfThatNameInAnotherSchema() {
        Given given = Given.vchord().vectorTable("smart_search", t -> typed(t, "", "Old"));

        assertEquals(
                List.of(
                        "REBUILD_INDEX PERSON: Convert column embedding of public.smart_search to the type of pgvector by"
                                + " hand, through real[]. Immich's documentation has the steps of a manual migration."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_COLUMN_LEFT_OVER, given))));
    }

    /** As an interrupted rebuild of 1.133 to 2.5 leaves it, with which the next start goes on. */
    @Test
    void quietAboutAnArray() {
        Given given = Given.vchord()
                .withoutIndex("clip_index")
                .vectorTable(
                        "smart_search",
                        t -> new VectorTable(
                                t.schema(), t.name(), "_float4", "pg_catalog", "", 0, Optional.of(true), false));

        assertEquals(Status.OK, Judged.judge(VECTOR_COLUMN_LEFT_OVER, given).status());
    }

    @ParameterizedTest
    @CsvSource({"vchord, OK", "pgvector, OK", "fresh, NOT_APPLICABLE"})
    void quietWhereTheTypeIsRight(String era, Status expected) {
        Given given = switch (era) {
            case "vchord" -> Given.vchord();
            case "pgvector" -> Given.pgvector();
            default -> Given.fresh();
        };

        assertEquals(
                expected, Judged.judge(VECTOR_COLUMN_LEFT_OVER, given, "2.7.5").status());
    }

    /** Hidden is not fine: whether the library is preloaded decides. */
    @Test
    void unknownWhileThePreloadIs() {
        Verdict verdict = Judged.judge(
                VECTOR_COLUMN_LEFT_OVER, halfWay().login("Look, only").preloadHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Look, only is not allowed to read shared_preload_libraries, so the agent cannot tell whether"
                        + " Immich can convert its vectors. Run as a superuser: GRANT pg_read_all_settings TO \"Look, only\";",
                verdict.note());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_COLUMN_LEFT_OVER, halfWay().preloadHidden().loadedPrefixes("vchordrq", "vectors"))
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_COLUMN_LEFT_OVER, halfWay().historyHidden()).status());
    }

    /** A move to VectorChord that has come to the first of the two tables. */
    private static Given halfWay() {
        return Given.vchord()
                .installed("vectors", "0.2.0")
                .available("vectors", "0.2.0")
                .withoutIndex("face_index")
                .vectorTable("face_search", t -> typed(t, "vectors", "vectors"));
    }

    private static VectorTable typed(VectorTable t, String extension, String schema) {
        return new VectorTable(
                t.schema(),
                t.name(),
                "vector",
                schema,
                extension,
                t.deadRows(),
                t.deadRowsCounted(),
                t.loginCanSearch());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(halfWay());
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "the package of pgvecto.rs is purged in the middle of the move",
                        Check.VECTOR_COLUMN_LEFT_OVER,
                        Set.of(
                                Check.EXTENSION_FILES_MISSING,
                                Check.VECTOR_INDEX_MISSING,
                                Check.PRELOAD_PACKAGE_MISSING),
                        Outcome.BLOCKED,
                        server -> ImmichDatabase.on(server)
                                .vchord("0.4.3")
                                .superuserRole()
                                .immich("2.7.5")
                                .create(),
                        p -> {
                            p.database()
                                    .superuserExecute(
                                            "CREATE EXTENSION vectors",
                                            "DROP INDEX face_index",
                                            "ALTER TABLE face_search ALTER COLUMN embedding SET DATA TYPE real[]",
                                            "ALTER TABLE face_search ALTER COLUMN embedding SET DATA TYPE"
                                                    + " vectors.vector(512)");
                            p.server().uninstall("vectors");
                            p.where(
                                    "Install the package of pgvecto.rs 0.2.0 for Postgres "
                                            + p.server().major() + " again.",
                                    p.server()::resetPackages);
                            p.where("Restart Immich.", p::restartImmich);
                        }),
                new Story(
                        "the vector type belongs to no extension",
                        Check.VECTOR_COLUMN_LEFT_OVER,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> p.database().superuserExecute("ALTER EXTENSION vector DROP TYPE vector")));
    }
}
