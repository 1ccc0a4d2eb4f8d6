package dev.immichpg.check;

import static dev.immichpg.check.Check.PRELOAD_LIBRARY_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.VectorExtension;
import dev.immichpg.story.Story;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreloadLibraryMissingTest implements CheckTest {

    @Test
    void aListWithoutTheLibraryIsCompletedAndKeepsWhatItHas() {
        Given given = Given.vchord().preload("pg_stat_statements, auto_explain").loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given));

        assertEquals("vchord", finding.subject());
        assertEquals(
                "shared_preload_libraries is 'pg_stat_statements, auto_explain', set in"
                        + " /etc/postgresql/17/main/postgresql.conf.",
                finding.observed());
        assertEquals("Expected vchord in it: nothing of VectorChord works otherwise.", finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries ="
                                + " 'pg_stat_statements', 'auto_explain', 'vchord.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres.",
                        "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @Test
    void anEmptyListIsFilled() {
        Given given =
                Given.pgvectors().preload(Given.aPreload("", "default", false)).loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given));

        assertEquals("vectors", finding.subject());
        assertEquals("shared_preload_libraries is '', since nothing sets it.", finding.observed());
        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'vectors.so';",
                Judged.remedy(finding).get(0));
    }

    /** FailureMode.PRELOAD_OVERRIDDEN: ALTER SYSTEM would be in vain. */
    @Test
    void whatTheCommandLineSaysIsFixedThere() {
        Given given = Given.vchord()
                .preload(Given.aPreload("pg_cron", "command line", true))
                .loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given));

        assertEquals(
                "shared_preload_libraries is 'pg_cron', set on the command line of Postgres, which overrules every"
                        + " configuration file.",
                finding.observed());
        assertEquals(
                "CONFIGURE CONFIGURATION: -c shared_preload_libraries=pg_cron,vchord.so"
                        + "   # on the command line of Postgres, which overrides postgresql.conf",
                Judged.remedy(finding).get(0));
    }

    /** FailureMode.PRELOAD_OVERRIDDEN: postgresql.conf may well name the library. */
    @Test
    void whatAlterSystemSaysIsFixedByAlterSystem() {
        Given given = Given.vchord()
                .preload(new Preload("", "configuration file", "/data/postgresql.auto.conf", false))
                .loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given));

        assertEquals(
                "shared_preload_libraries is '', set by ALTER SYSTEM in /data/postgresql.auto.conf, which overrules"
                        + " postgresql.conf.",
                finding.observed());
        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'vchord.so';",
                Judged.remedy(finding).get(0));
    }

    @Test
    void anotherPlaceIsNamedAsPostgresNamesIt() {
        Given given = Given.vchord()
                .preload(Given.aPreload("", "environment variable", false))
                .loadedPrefixes();

        assertEquals(
                "shared_preload_libraries is '', set by the environment variable.",
                Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given)).observed());
    }

    /** FailureMode.PRELOAD_WITHOUT_PACKAGE: the restart that the remedy asks for must not fail on it. */
    @Test
    void aLibraryWithoutPackageIsNotKept() {
        Given given = Given.vchord().preload("pg_cron, vectors.so").loadedPrefixes();

        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_cron', 'vchord.so';",
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given)))
                        .get(0));
        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_cron', 'vectors.so', 'vchord.so';",
                Judged.remedy(Judged.onlyFinding(
                                Judged.judge(PRELOAD_LIBRARY_MISSING, given.available("vectors", "0.2.0"))))
                        .get(0));
    }

    @Test
    void aValueThatWaitsIsNotOverwrittenUnseen() {
        Given given = Given.vchord()
                .preload(Given.aPreload("", "configuration file", true))
                .loadedPrefixes();

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given));

        assertEquals(
                "shared_preload_libraries is '', set in /etc/postgresql/17/main/postgresql.conf. Another value waits for a"
                        + " restart.",
                finding.observed());
        assertEquals(
                List.of("RESTART_POSTGRES PERSON: Restart Postgres.", "START_IMMICH PERSON: Restart Immich."),
                Judged.remedy(finding));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vchord", "vchord.so", "$libdir/vchord", "pg_cron, \"/opt/lib/vchord.so\""})
    void quietHoweverTheLibraryIsWritten(String setting) {
        assertEquals(
                Status.OK,
                Judged.judge(PRELOAD_LIBRARY_MISSING, Given.vchord().preload(setting))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vchord2.so", "vectors.so", "\"vchord,pg_cron\"", "VCHORD.so"})
    void anotherNameIsAnotherLibrary(String setting) {
        assertEquals(
                "vchord",
                Judged.onlyFinding(Judged.judge(
                                PRELOAD_LIBRARY_MISSING, Given.vchord().preload(setting)))
                        .subject());
    }

    /** FailureMode.EXTENSION_SWITCHES: a package that appears on the server is enough to be chosen. */
    @Test
    void itIsTheLibraryOfTheNextStartThatCounts() {
        Given given = Given.pgvector().available("vchord", "0.4.3");

        assertEquals(
                "vchord",
                Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given)).subject());
        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PRELOAD_LIBRARY_MISSING, given, "2.7.5", VectorExtension.PGVECTOR)
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "1.91.0, vectors",
        "1.132.3, vectors",
        "1.133.0, vchord",
        "2.7.5, vchord",
        "3.0.0, vchord",
        "3.3.0, vchord"
    })
    void eachEraHasItsLibrary(String immich, String library) {
        Given given = Given.vchord()
                .installed("vectors", "0.2.0")
                .available("vectors", "0.2.0")
                .preload("");

        assertEquals(
                library,
                Judged.onlyFinding(Judged.judge(PRELOAD_LIBRARY_MISSING, given, immich))
                        .subject());
    }

    @Test
    void doesNotApplyToPgvector() {
        Verdict verdict = Judged.judge(PRELOAD_LIBRARY_MISSING, Given.pgvector());

        assertEquals(Status.NOT_APPLICABLE, verdict.status());
        assertEquals("pgvector needs no preloading.", verdict.note());
    }

    @Test
    void doesNotApplyWhereImmichFindsNoExtension() {
        Given given = Given.pgvectors().preload("");

        assertEquals(
                Status.NOT_APPLICABLE,
                Judged.judge(PRELOAD_LIBRARY_MISSING, given, "3.0.0").status());
    }

    @Test
    void aSettingOfTheLibraryProvesItWhereTheListIsHidden() {
        Given given = Given.vchord().preloadHidden().loadedPrefixes("vchordrq");

        assertEquals(Status.OK, Judged.judge(PRELOAD_LIBRARY_MISSING, given).status());
    }

    @Test
    void unknownWhereNothingOfItCanBeSeen() {
        Given given = Given.vchord().login("Monitor").preloadHidden().loadedPrefixes("vectors");

        Verdict verdict = Judged.judge(PRELOAD_LIBRARY_MISSING, given);

        assertEquals(Status.UNKNOWN, verdict.status());
        assertTrue(
                verdict.note().endsWith("Run as a superuser: GRANT pg_read_all_settings TO \"Monitor\";"),
                verdict::note);
    }

    @Test
    void unknownWhileTheReleaseIs() {
        Given given = Given.vchord().preload("").historyHidden();

        assertEquals(
                Status.UNKNOWN, Judged.judge(PRELOAD_LIBRARY_MISSING, given).status());
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().preload(""));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "Immich's preload library is lost",
                        Check.PRELOAD_LIBRARY_MISSING,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.server().configure("shared_preload_libraries", "");
                            p.server().restart();
                        }),
                new Story(
                        "ALTER SYSTEM overrules the configuration, without Immich's library",
                        Check.PRELOAD_LIBRARY_MISSING,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.database().superuserExecute("ALTER SYSTEM SET shared_preload_libraries = 'vectors.so'");
                            p.server().restart();
                        }),
                new Story(
                        "the command line overrules the configuration, without Immich's library",
                        Check.PRELOAD_LIBRARY_MISSING,
                        Set.of(),
                        Outcome.BLOCKED,
                        Story::vchord,
                        p -> {
                            p.server().commandLine("shared_preload_libraries=auto_explain");
                            p.server().restart();
                            p.where(
                                    "-c shared_preload_libraries=auto_explain,vchord.so"
                                            + "   # on the command line of Postgres, which overrides postgresql.conf",
                                    () -> p.server().commandLine("shared_preload_libraries=auto_explain,vchord.so"));
                        }));
    }
}
