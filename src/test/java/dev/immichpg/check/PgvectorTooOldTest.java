package dev.immichpg.check;

import static dev.immichpg.check.Check.PGVECTOR_TOO_OLD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Scope;
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

class PgvectorTooOldTest implements CheckTest {

    /** Of all that is on the server, only the installed one has to change. */
    @Test
    void theInstalledOneIsUpdatedFirst() {
        Finding finding =
                Judged.onlyFinding(Judged.judge(PGVECTOR_TOO_OLD, old("0.6.0").available("vector", "0.8.5")));

        assertEquals("vector", finding.subject());
        assertEquals("pgvector 0.6.0 is installed in this database.", finding.observed());
        assertEquals(
                "VectorChord, which Immich will use at its next start, can only be created on pgvector >=0.7.0.",
                finding.expected());
        assertEquals(
                List.of(
                        "GRANT SUPERUSER: ALTER DATABASE immich SET vchordrq.probes = 1;",
                        "CREATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @Test
    void thePackageIsTooOldAsWell() {
        List<String> remedy = Judged.remedy(
                Judged.onlyFinding(Judged.judge(PGVECTOR_TOO_OLD, old("0.5.0").available("vector", "0.6.2"))));

        assertEquals(
                "INSTALL_PACKAGES PERSON: Install a version of pgvector within >=0.7 <0.9 for Postgres 17.",
                remedy.get(0));
        assertEquals("CREATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;", remedy.get(2));
    }

    @Test
    void whereNoneIsInstalledThePackageCounts() {
        Given given = Given.fresh()
                .superuser()
                .notInstalled("vchord")
                .notInstalled("vector")
                .available("vector", "0.6.2");

        Finding finding = Judged.onlyFinding(Judged.judge(PGVECTOR_TOO_OLD, given, "2.7.5"));

        assertEquals("pgvector 0.6.2 is what the server has.", finding.observed());
        assertEquals(
                List.of(
                        "INSTALL_PACKAGES PERSON: Install a version of pgvector within >=0.7 <0.9 for Postgres 17.",
                        "CREATE_EXTENSION SUPERUSER: CREATE EXTENSION IF NOT EXISTS vchord SCHEMA public CASCADE;",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @Test
    void quotesTheDatabaseAndKeepsASettingThatIsThere() {
        Given given = old("0.6.0").database(d -> Given.aDatabase("Photo's", d.owner(), true, true, true));

        assertEquals(
                "GRANT SUPERUSER: ALTER DATABASE \"Photo's\" SET vchordrq.probes = 1;",
                Judged.remedy(Judged.onlyFinding(Judged.judge(PGVECTOR_TOO_OLD, given)))
                        .get(1));
        assertEquals(
                List.of(),
                Judged.remedy(Judged.onlyFinding(Judged.judge(
                                PGVECTOR_TOO_OLD,
                                given.extensionSetting(Scope.DATABASE, "", "vchordrq.probes", false))))
                        .stream()
                        .filter(line -> line.contains("probes"))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"0.5.0, PROBLEM", "0.6.2, PROBLEM", "0.7.0, OK", "0.8.5, OK", "1.0.0, OK"})
    void halfvecCameWith0_7(String version, Status expected) {
        assertEquals(expected, Judged.judge(PGVECTOR_TOO_OLD, old(version)).status());
    }

    @ParameterizedTest
    @CsvSource({"1.132.3, NOT_APPLICABLE", "1.133.0, PROBLEM", "3.3.0, PROBLEM"})
    void theErasOfVectorChord(String immich, Status expected) {
        assertEquals(
                expected, Judged.judge(PGVECTOR_TOO_OLD, old("0.6.0"), immich).status());
    }

    @Test
    void doesNotApplyOnceVectorChordIsThere() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PGVECTOR_TOO_OLD, Given.vchord()).status());
    }

    @Test
    void doesNotApplyToPgvectorAlone() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PGVECTOR_TOO_OLD, old("0.6.0"), "2.7.5", VectorExtension.PGVECTOR)
                        .status());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PGVECTOR_TOO_OLD, Given.pgvector().installed("vector", "0.6.0"))
                        .status());
    }

    /** That it is missing, another check tells. */
    @Test
    void quietWithoutAnyPgvector() {
        Given given =
                Given.fresh().notInstalled("vchord").notInstalled("vector").notAvailable("vector");

        assertEquals(Status.OK, Judged.judge(PGVECTOR_TOO_OLD, given, "2.7.5").status());
    }

    /** Its update is told once, and in time. */
    @Test
    void theUpdateIsLeftToThisCheck() {
        assertEquals(
                Status.OK,
                Judged.judge(Check.EXTENSION_UPDATE_PENDING, old("0.6.0").available("vector", "0.8.5"))
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(PGVECTOR_TOO_OLD, old("0.6.0").historyHidden()).status());
    }

    /** pgvector is in use, and VectorChord's package has come to the server. */
    private static Given old(String pgvector) {
        return Given.pgvector()
                .installed("vector", pgvector)
                .available("vector", pgvector)
                .available("vchord", "0.4.3");
    }

    @Override
    public Trouble fires() {
        return Trouble.of(old("0.6.0"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                        "VectorChord's package arrives beside an old pgvector",
                        Check.PGVECTOR_TOO_OLD,
                        Set.of(Check.EXTENSION_MISSING, Check.VECTOR_EXTENSION_ABOUT_TO_SWITCH),
                        Outcome.BLOCKED,
                        server -> {
                            server.uninstall("vchord");
                            server.uninstall("vectors");
                            server.install(Package.pgvector("0.6.0"));
                            server.configure("shared_preload_libraries", "");
                            server.restart();
                            return ImmichDatabase.on(server)
                                    .pgvector("0.6.0")
                                    .immich("2.7.5")
                                    .create();
                        },
                        p -> {
                            p.server().install(Package.vchord("0.4.3"));
                            p.server().configure("shared_preload_libraries", "vchord.so");
                            p.server().restart();
                            p.where(
                                    "Install a version of pgvector within >=0.7 <0.9 for Postgres "
                                            + p.server().major() + ".",
                                    () -> p.server().install(Package.pgvector("0.6.0", "0.7.4", "0.8.5")));
                            p.where("Restart Immich.", p::restartImmich);
                        })
                .withBefore(Check.PGVECTOR_FAULTY));
    }
}
