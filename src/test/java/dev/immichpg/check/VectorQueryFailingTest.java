package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_QUERY_FAILING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.story.Story;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorQueryFailingTest implements CheckTest {

    private static final String NOT_PLAIN =
            " If it can read them already, they are not plain tables, and reading them could run their owner's code.";

    private static final String STALE = "deserialization: bad version number; after upgrading VectorChord, please use"
            + " REINDEX to rebuild the index.";

    /** FailureMode.INDEX_FORMAT_STALE. No library that says so can be had here: VectorProbeIT has others. */
    @Test
    void anIndexOfAnOutdatedFormatIsRebuilt() {
        Finding finding = failing(found(Given.vchord(), "face_search").probed("smart_search", "XX000", STALE));

        assertEquals("smart_search", finding.subject());
        assertEquals("A search for the nearest neighbour in table smart_search fails: " + STALE, finding.observed());
        assertEquals(
                "Expected it to find one, as Immich's smart search and face recognition must.", finding.expected());
        assertEquals(
                List.of(
                        "REBUILD_INDEX IMMICH_ROLE: VACUUM (INDEX_CLEANUP OFF) public.smart_search;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    /** FailureMode.LIBRARY_FILES_GONE: the control file is there, the library is not. */
    @Test
    void aLibraryThatIsGoneIsInstalledAgain() {
        Finding finding = failing(Given.pgvector()
                .server(150_018)
                .probed(
                        "smart_search",
                        "58P01",
                        "could not access file \"$libdir/vector\": No such file or directory"));

        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install the package of pgvector 0.8.5 for Postgres 15 again. The"
                                + " control file can be there without the library.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @Test
    void theOneThatTheMessageNames() {
        assertTrue(Judged.remedy(failing(Given.vchord()
                        .probed(
                                "smart_search",
                                "XX000",
                                "could not load library \"/usr/lib/vector/vchord.so\": undefined symbol: x")))
                .get(0)
                .contains("package of VectorChord 0.4.3 for Postgres 17"));
        assertTrue(Judged.remedy(failing(
                        Given.vchord().probed("smart_search", "XX000", "could not load library \"/opt/ours.so\"")))
                .get(0)
                .contains("package of that library for"));
    }

    @Test
    void aLibraryThatIsNotPreloadedIs() {
        Finding finding = failing(Given.pgvectors()
                .preload("auto_explain")
                .probed("face_search", "XX000", "pgvecto.rs must be loaded via shared_preload_libraries to use."));

        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'auto_explain', 'vectors.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
        assertTrue(Judged.remedy(failing(Given.vchord()
                        .preload("")
                        .probed("face_search", "XX000", "vchord must be loaded via shared_preload_libraries.")))
                .get(0)
                .contains("'vchord.so'"));
    }

    /** Whatever Postgres says is data. */
    @Test
    void anythingElseIsQuotedOnOneLine() {
        Finding finding = failing(Given.vchord()
                .probed(
                        "smart_search",
                        "XX001",
                        "missing\nchunk\u0007 number 0; DROP TABLE \"asset\" " + "x".repeat(999)));

        assertTrue(
                finding.observed()
                        .startsWith(
                                "A search for the nearest neighbour in table smart_search fails: missing chunk number 0;"
                                        + " DROP TABLE \"asset\" xxx"),
                finding::observed);
        assertEquals(
                " ".length() + 300 + "….".length(),
                finding.observed().length() - finding.observed().indexOf(": missing") - 1);
        assertEquals(
                List.of(
                        "CONFIGURE PERSON: Look for that message in Postgres' log and in the documentation of the vector"
                                + " extension. If only the index is at fault, REINDEX fixes it.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @Test
    void quietWhereBothSearchesFind() {
        assertEquals(
                Status.OK,
                Judged.judge(
                                VECTOR_QUERY_FAILING,
                                found(Given.vchord(), "smart_search", "face_search")
                                        .historyHidden())
                        .status());
    }

    @Test
    void anEmptyTableIsNoProblem() {
        Given given = found(Given.vchord(), "smart_search").searchable("face_search");

        assertEquals(Status.OK, Judged.judge(VECTOR_QUERY_FAILING, given).status());
    }

    @Test
    void doesNotApplyWhereTheProbeIsOff() {
        assertEquals(
                "The agent does not search in this database: its setting probe is off.",
                Judged.judge(VECTOR_QUERY_FAILING, Given.vchord()).note());
    }

    @Test
    void doesNotApplyWithoutTables() {
        assertEquals(
                "There is no table with vectors.",
                Judged.judge(VECTOR_QUERY_FAILING, Given.fresh().probing()).note());
    }

    @Test
    void unknownWhereTheLoginMayNotSearch() {
        assertEquals(
                "Role immich_monitor is not allowed to search in public.face_search. Run: GRANT SELECT ON public.face_search TO"
                        + " immich_monitor;" + NOT_PLAIN,
                Judged.judge(VECTOR_QUERY_FAILING, found(Given.vchord(), "smart_search"))
                        .note());
        assertEquals(
                "Role the monitor is not allowed to search in public.smart_search, public.face_search. Run: GRANT SELECT ON"
                        + " public.smart_search, public.face_search TO \"the monitor\"; GRANT USAGE ON SCHEMA vectors TO"
                        + " \"the monitor\";" + NOT_PLAIN,
                Judged.judge(VECTOR_QUERY_FAILING, Given.pgvectors().probing().login("the monitor"))
                        .note());
    }

    /** As long as a rebuild locks it. */
    @Test
    void unknownWhileATableIsLocked() {
        Given given = found(Given.vchord(), "face_search")
                .probed("smart_search", "55P03", "canceling statement due to lock timeout");

        Verdict verdict = Judged.judge(VECTOR_QUERY_FAILING, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "A search in smart_search did not end in time: the table is locked, or the server is busy.",
                verdict.note());
    }

    @Test
    void aFailureIsOneWhateverElseIsHidden() {
        Given given = Given.vchord().probed("smart_search", "XX000", STALE);

        assertEquals(Status.PROBLEM, Judged.judge(VECTOR_QUERY_FAILING, given).status());
    }

    private static Finding failing(Given given) {
        return Judged.onlyFinding(Judged.judge(VECTOR_QUERY_FAILING, given));
    }

    private static Given found(Given given, String... tables) {
        for (String table : tables) {
            given.probed(table, "", "");
        }
        return given;
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().probed("smart_search", "XX000", STALE));
    }

    /** The agent of the stories does not search: VectorProbeIT tells this one. */
    @Override
    public List<Story> stories() {
        return List.of();
    }
}
