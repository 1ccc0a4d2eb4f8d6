package dev.immichpg.check;

import static dev.immichpg.check.Check.PGVECTOR_FAULTY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgvectorFaultyTest implements CheckTest {

    private static Given pgvector(String version) {
        return Given.pgvector().installed("vector", version).available("vector", version);
    }

    @ParameterizedTest
    @CsvSource({"0.5.0, PROBLEM", "0.8.0, PROBLEM", "0.8.2, PROBLEM", "0.8.3, OK", "0.8.6, OK"})
    void before0_8_3(String version, Status expected) {
        assertEquals(expected, Judged.judge(PGVECTOR_FAULTY, pgvector(version)).status());
    }

    @Test
    void isUpdatedAndItsIndexesBuiltAgain() {
        Finding finding = Judged.onlyFinding(Judged.judge(PGVECTOR_FAULTY, pgvector("0.8.0")));

        assertEquals("pgvector 0.8.0 is installed, and Immich's vector indexes are its own.", finding.observed());
        assertEquals(
                List.of(
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.smart_search;",
                        "CLEAR_DEAD_ROWS IMMICH_ROLE: VACUUM public.face_search;",
                        "INSTALL_PACKAGES PERSON: Install the package of pgvector 0.8.3 or newer for Postgres 17.",
                        "UPDATE_EXTENSION SUPERUSER: ALTER EXTENSION vector UPDATE;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.clip_index;",
                        "REBUILD_INDEX IMMICH_ROLE: REINDEX INDEX public.face_index;"),
                Judged.remedy(finding));
    }

    @Test
    void doesNotApplyUnderVectorChord() {
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PGVECTOR_FAULTY, Given.vchord().installed("vector", "0.7.4"))
                        .status());
    }

    @Test
    void unknownWhileTheReleaseIs() {
        assertEquals(
                Status.UNKNOWN,
                Judged.judge(PGVECTOR_FAULTY, pgvector("0.8.0").historyHidden()).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(pgvector("0.8.0"));
    }

    @Override
    public List<Story> stories() {
        return List.of(new Story(
                "pgvector is as old as it was when Immich was installed",
                PGVECTOR_FAULTY,
                Set.of(Check.EXTENSION_UPDATE_BLOCKED),
                Outcome.BLOCKED,
                Story::pgvector,
                p -> {
                    p.database()
                            .superuserExecute(
                                    "UPDATE pg_catalog.pg_extension SET extversion = '0.8.2' WHERE extname = 'vector'");
                    p.server().install(Package.pgvector("0.8.2", "0.8.5"));
                }));
    }
}
