package dev.immichpg.check;

import static dev.immichpg.check.Check.VECTOR_EXTENSION_LEFT_OVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.VectorTable;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorExtensionLeftOverTest implements CheckTest {

    private static final String TAKE_OUT =
            "If no other database of this server uses pgvecto.rs, take vectors out of shared_preload_libraries, restart"
                    + " Postgres at a time of your choice, and only then remove the package.";

    /** FailureMode.EXTENSION_LEFT_OVER. */
    @Test
    void theOldExtensionAfterTheMove() {
        Given given = leftOver().preload("vchord.so, vectors.so");

        Finding finding = Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_LEFT_OVER, given));

        assertEquals("vectors", finding.subject());
        assertEquals(
                "Extension vectors 0.2.0 is installed, and nothing of Immich uses it. Immich tries to drop it at every"
                        + " start, but role immich is not allowed to.",
                finding.observed());
        assertEquals(
                "Expected it to be dropped by a superuser: an upgrade of Postgres, or of its packages, can fail because of it.",
                finding.expected());
        assertEquals(
                List.of(
                        "CLEAR_AWAY SUPERUSER: DROP EXTENSION vectors;",
                        "CLEAR_AWAY SUPERUSER: DROP SCHEMA vectors;",
                        "CLEAR_AWAY PERSON: " + TAKE_OUT),
                Judged.remedy(finding));
    }

    /** Of 0.1, which had no schema of its own, and is not preloaded any more. */
    @Test
    void onlyWhatIsThereIsClearedAway() {
        Given given = leftOver()
                .installed(
                        "vectors",
                        e -> new InstalledExtension("vectors", "0.1.11", "public", e.owner(), false, e.rowAge()));

        assertEquals(
                List.of("CLEAR_AWAY SUPERUSER: DROP EXTENSION vectors;"),
                Judged.remedy(Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_LEFT_OVER, given))));
    }

    /** start-up.md#steps: Immich drops it itself at its next start, if it may. */
    @Test
    void quietWhereImmichDropsIt() {
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, leftOver().superuser()).status());
        assertEquals(
                Status.OK,
                Judged.judge(
                                VECTOR_EXTENSION_LEFT_OVER,
                                leftOver()
                                        .installed(
                                                "vectors",
                                                e -> new InstalledExtension(
                                                        e.name(), e.version(), e.schema(), "immich", true, 1)))
                        .status());
    }

    /** Immich looks among the extensions that the server has available. */
    @Test
    void whosePackageIsGoneImmichDoesNotSee() {
        Given given = leftOver().superuser().notAvailable("vectors");

        assertEquals(
                "Extension vectors 0.2.0 is installed, and nothing of Immich uses it. Immich does not see it, since its"
                        + " package is gone from the server.",
                Judged.onlyFinding(Judged.judge(VECTOR_EXTENSION_LEFT_OVER, given))
                        .observed());
        assertEquals(
                Status.OK,
                Judged.judge(Check.EXTENSION_FILES_MISSING, given).status(),
                "nobody needs the package again");
    }

    @Test
    void whatTheReleaseDoesNotKnowStaysForAnybody() {
        assertEquals(
                "Extension vectors 0.2.0 is installed, and nothing of Immich uses it. This release of Immich does not know"
                        + " it, and leaves it there.",
                Judged.onlyFinding(Judged.judge(
                                VECTOR_EXTENSION_LEFT_OVER, leftOver().superuser(), "3.0.0"))
                        .observed());
    }

    /** Then a rebuild is due, and the other extension takes part in it. */
    @Test
    void quietWhileAColumnOrAnIndexIsOfIt() {
        Given column = leftOver()
                .vectorTable(
                        "face_search",
                        t -> new VectorTable(
                                t.schema(), t.name(), "vector", "vectors", "vectors", 0, Optional.of(true), false));

        assertEquals(Status.OK, Judged.judge(VECTOR_EXTENSION_LEFT_OVER, column).status());
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, Given.vchord(), "2.7.5", VectorExtension.PGVECTOR)
                        .status());
    }

    /** A way that was prepared and not gone. */
    @Test
    void vectorChordBesidePgvectorThatIsKept() {
        Given given = Given.pgvector().installed("vchord", "0.4.3").available("vchord", "0.4.3");

        assertEquals(
                List.of("CLEAR_AWAY SUPERUSER: DROP EXTENSION vchord;"),
                Judged.remedy(Judged.onlyFinding(
                        Judged.judge(VECTOR_EXTENSION_LEFT_OVER, given, "2.7.5", VectorExtension.PGVECTOR))));
    }

    /** VectorChord needs it. */
    @Test
    void quietAboutPgvectorUnderVectorChord() {
        assertEquals(
                Status.OK,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, Given.vchord()).status());
    }

    /** What VectorChord needs cannot be dropped before it. */
    @Test
    void theOneThatIsBeneathGoesLast() {
        Given given = Given.pgvectors()
                .installed("vchord", "0.4.3")
                .available("vchord", "0.4.3")
                .installed("vector", "0.8.5")
                .available("vector", "0.8.5");

        Verdict verdict = Judged.judge(VECTOR_EXTENSION_LEFT_OVER, given, "2.7.5", VectorExtension.PGVECTO_RS);

        assertEquals(
                List.of("DROP EXTENSION vchord;", "DROP EXTENSION vector;"),
                Remedy.plan(verdict.findings().stream().map(Finding::remedy).toList()).stream()
                        .map(RemedyStep::text)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "1.91.0, NOT_APPLICABLE",
        "1.132.3, NOT_APPLICABLE",
        "1.133.0, PROBLEM",
        "2.7.5, PROBLEM",
        "3.3.0, PROBLEM"
    })
    void theErasThatDrop(String immich, Status expected) {
        assertEquals(
                expected,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, leftOver(), immich).status());
    }

    @Test
    void doesNotApplyWhereImmichFindsNoExtension() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, Given.pgvectors(), "3.0.0")
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(VECTOR_EXTENSION_LEFT_OVER, leftOver().historyHidden())
                        .status());
    }

    private static Given leftOver() {
        return Given.vchord()
                .installed("vectors", "0.2.0")
                .available("vectors", "0.2.0")
                .installed(
                        "vectors",
                        e -> new InstalledExtension(e.name(), e.version(), "vectors", e.owner(), false, e.rowAge()));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(leftOver());
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "pgvecto.rs is left over",
                        Check.VECTOR_EXTENSION_LEFT_OVER,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> {
                            p.database().superuserExecute("CREATE EXTENSION vectors");
                            p.where(TAKE_OUT, () -> {
                                p.server().configure("shared_preload_libraries", "vchord.so");
                                p.server().restart();
                                p.server().uninstall("vectors");
                            });
                        }),
                new Story(
                        "pgvecto.rs is left over, and its package is gone",
                        Check.VECTOR_EXTENSION_LEFT_OVER,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> {
                            p.database().superuserExecute("CREATE EXTENSION vectors");
                            p.server().configure("shared_preload_libraries", "vchord.so");
                            p.server().restart();
                            p.server().uninstall("vectors");
                        }));
    }
}
