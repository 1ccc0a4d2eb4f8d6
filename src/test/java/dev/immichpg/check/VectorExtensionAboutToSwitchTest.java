package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_EXTENSION_ABOUT_TO_SWITCH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.VectorIndex;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VectorExtensionAboutToSwitchTest implements CheckTest {

    private static final String KEEP_PGVECTOR =
            "If you want to keep pgvector, set DB_VECTOR_EXTENSION=pgvector for Immich and for this agent, and do nothing"
                    + " else for VectorChord.";
    private static final String RESTART =
            "Restart Immich at a time of your choice. It then moves all vectors to VectorChord, which locks both tables"
                    + " and can take long. Do not interrupt it.";

    /** FailureMode.EXTENSION_SWITCHES. */
    @Test
    void aNewPackageChangesWhatImmichChooses() {
        Given given = Given.pgvector().available("vchord", "0.4.3").preload("pg_stat_statements");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "Immich's vectors are in pgvector. The server also has VectorChord 0.4.3, and Immich takes that at its"
                        + " next start.",
                finding.observed());
        assertEquals(
                "Expected it to stay with pgvector, or to move at a time of your choice: that locks both tables and"
                        + " can take long.",
                finding.expected());
        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: " + KEEP_PGVECTOR,
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements',"
                                + " 'vchord.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "GRANT SUPERUSER: ALTER DATABASE immich SET vchordrq.probes = 1;",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;",
                        "START_IMMICH PERSON: " + RESTART),
                Judged.remedy(finding));
    }

    /** Whoever follows them all does each step once, and none that another contradicts. */
    @Test
    void theChecksOfWhatIsMissingNameTheSameSteps() {
        Given given = Given.pgvector()
                .available("vchord", "0.4.3")
                .installed("vector", "0.6.0")
                .available("vector", "0.8.5");
        List<String> own = Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given)));

        for (Check other : List.of(Check.EXTENSION_MISSING, Check.PRELOAD_LIBRARY_MISSING, Check.PGVECTOR_TOO_OLD)) {
            assertEquals(
                    List.of(),
                    Judged.remedy(Judged.onlyFinding(Judged.judge(other, given))).stream()
                            .filter(line -> !own.contains(line))
                            .filter(line -> !line.endsWith("Restart Immich."))
                            .toList());
        }
        assertEquals(
                Status.OK,
                Judged.judge(Check.VECTOR_INDEX_OF_OTHER_METHOD, given).status());
    }

    @Test
    void whatIsPreparedOnlyWaitsForARestart() {
        Given given = Given.pgvector()
                .installed("vchord", "0.4.3")
                .available("vchord", "0.4.3")
                .preload("vchord.so");

        assertEquals(
                List.of("STOP_IMMICH PERSON: " + KEEP_PGVECTOR, "START_IMMICH PERSON: " + RESTART),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given))));
    }

    /** It creates the extension itself. */
    @Test
    void aSuperuserNeedsThePreloadOnly() {
        Given given = Given.pgvector().superuser().available("vchord", "0.4.3");

        assertEquals(
                List.of(
                        "STOP_IMMICH PERSON: " + KEEP_PGVECTOR,
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'vchord.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "START_IMMICH PERSON: " + RESTART),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given))));
    }

    /** Another value must not be written over one that waits, and one that is hidden not guessed. */
    @Test
    void thePreloadThatCannotBeWritten() {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                "RESTART_POSTGRES PERSON: Restart Postgres.",
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                                VECTOR_EXTENSION_ABOUT_TO_SWITCH,
                                given.preload(Given.aPreload("", "configuration file", true)))))
                        .get(1));
        assertEquals(
                "CONFIGURE CONFIGURATION: shared_preload_libraries = 'vchord.so'   # added to what is there,"
                        + " separated by commas",
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given.preloadHidden())))
                        .get(1));
    }

    /** Immich 3 does not accept pgvecto.rs: there is no keeping it. */
    @Test
    void whatTheReleaseDoesNotKnowCannotBeKept() {
        Given given = Given.pgvectors().installed("vchord", "0.4.3").available("vchord", "0.4.3");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given, "3.0.0"));

        assertEquals(
                "Immich's vectors are in pgvecto.rs, which this release does not know any more. The server has"
                        + " VectorChord 0.4.3, and Immich takes that at its next start.",
                finding.observed());
        assertEquals(
                List.of("CONFIGURE", "RESTART_POSTGRES", "START_IMMICH"),
                finding.remedy().steps().stream().map(s -> s.phase().name()).toList());
    }

    /** The way back: a package that is in use was removed, and another is left. */
    @Test
    void aPackageThatIsGoneChangesItAsWell() {
        Finding finding = Judged.onlyFinding(
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, Given.vchord().notAvailable("vchord")));

        assertEquals("vector", finding.subject());
        assertEquals(
                "Immich's vectors are in VectorChord, whose package is gone from the server. The server still has pgvector 0.8.5, and Immich takes that at its next start.",
                finding.observed());
        assertEquals(
                List.of("INSTALL_PACKAGES PERSON: Install the package of VectorChord 0.4.3 for Postgres 17"
                        + " again."),
                Judged.remedy(finding));
    }

    /** Without indexes, as after a failed update, the column's type says where the vectors are. */
    @Test
    void theTypeTellsWhereThereIsNoIndex() {
        Given pgvectors = Given.pgvectors()
                .withoutIndex("clip_index")
                .withoutIndex("face_index")
                .available("vchord", "0.4.3");
        Given vchord = Given.vchord().withoutIndex("clip_index").withoutIndex("face_index");

        assertEquals(
                Status.PROBLEM,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, pgvectors, "2.7.5")
                        .status());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, vchord).status());
    }

    /** Half of it is done: nothing is about to begin. */
    @Test
    void quietInTheMiddleOfAChange() {
        Given given = Given.vchord()
                .index(
                        "face_index",
                        i -> new VectorIndex(
                                i.schema(), i.name(), i.table(), "hnsw", i.options(), true, true, i.rowAge()));

        assertEquals(
                Status.OK, Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given).status());
    }

    @ParameterizedTest
    @EnumSource
    void doesNotApplyWhereItIsSaid(VectorExtension setting) {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given, "2.7.5", setting)
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.91.0, NOT_APPLICABLE",
        "1.132.3, NOT_APPLICABLE",
        "1.133.0, PROBLEM",
        "2.7.5, PROBLEM",
        "3.3.0, PROBLEM"
    })
    void theErasThatChooseByAvailability(String immich, Status expected) {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given, immich).status());
    }

    @Test
    void doesNotApplyWithoutVectorsOrWithoutAChoice() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, Given.fresh(), "2.7.5")
                        .status());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, Given.pgvectors(), "3.0.0")
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.pgvector().available("vchord", "0.4.3").historyHidden();

        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_EXTENSION_ABOUT_TO_SWITCH, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.pgvector().available("vchord", "0.4.3"));
    }

    /** They go the way of the move; the other one, DB_VECTOR_EXTENSION, is a setting of Immich's and of the agent's. */
    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                                "VectorChord's package arrives beside pgvector, unprepared",
                                Check.VECTOR_EXTENSION_ABOUT_TO_SWITCH,
                                Set.of(Check.EXTENSION_MISSING, Check.PRELOAD_LIBRARY_MISSING),
                                Outcome.BLOCKED,
                                server -> {
                                    server.configure("shared_preload_libraries", "");
                                    server.restart();
                                    return Story.pgvector(server);
                                },
                                p -> {
                                    p.server().install(Package.vchord("0.4.3"));
                                    p.where(KEEP_PGVECTOR, () -> {});
                                    p.where(RESTART, p::restartImmich);
                                })
                        .moving(),
                new Story(
                                "the packages of VectorChord arrive beside pgvecto.rs, and Immich is a superuser",
                                Check.VECTOR_EXTENSION_ABOUT_TO_SWITCH,
                                Set.of(),
                                Outcome.MIGRATES,
                                server -> {
                                    server.uninstall("vchord");
                                    server.uninstall("vector");
                                    server.configure("shared_preload_libraries", "vectors.so");
                                    server.restart();
                                    return ImmichDatabase.on(server)
                                            .pgvectors("0.2.0")
                                            .superuserRole()
                                            .immich("2.7.5")
                                            .create();
                                },
                                p -> {
                                    p.server().resetPackages();
                                    p.server().configure("shared_preload_libraries", "vectors.so, vchord.so");
                                    p.server().restart();
                                    p.where(KEEP_PGVECTOR.replace("pgvector", "pgvecto.rs"), () -> {});
                                    p.where(RESTART, p::restartImmich);
                                })
                        .moving());
    }
}
