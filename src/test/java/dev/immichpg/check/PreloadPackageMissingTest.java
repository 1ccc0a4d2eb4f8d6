package dev.immichpg.check;

import static dev.immichpg.check.Check.PRELOAD_PACKAGE_MISSING;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.Patient;
import dev.immichpg.story.Story;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreloadPackageMissingTest implements CheckTest {

    @Test
    void aLibraryThatTheDatabaseDoesNotUseIsTakenOut() {
        Given given = Given.vchord().preload("pg_cron, vchord.so, $libdir/vectors");

        Finding finding = Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given));

        assertEquals("vectors", finding.subject());
        assertEquals(
                "Library vectors is preloaded, and the server has no control file of extension vectors: the package of"
                        + " pgvecto.rs is gone.",
                finding.observed());
        assertEquals(
                "Expected the package of every library that shared_preload_libraries names: without the file Postgres"
                        + " itself does not start again.",
                finding.expected());
        assertEquals(
                List.of(
                        "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = 'pg_cron', 'vchord.so';",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(finding));
    }

    @Test
    void whatTheDatabaseUsesMustComeBack() {
        Given given = Given.vchord().notAvailable("vchord");

        assertEquals(
                List.of("INSTALL_PACKAGES PERSON: Install the package of VectorChord 0.4.3 for Postgres 17"
                        + " again."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given))));
    }

    @Test
    void theLastOneLeavesAnEmptyList() {
        Given given = Given.pgvector().preload("vectors.so").loadedPrefixes("vectors");

        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = '';",
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given)))
                        .get(0));
    }

    @Test
    void theCommandLineIsFixedThere() {
        Given given = Given.vchord().preload(Given.aPreload("vchord,vectors", "command line", true));

        assertEquals(
                "CONFIGURE CONFIGURATION: -c shared_preload_libraries=vchord"
                        + "   # on the command line of Postgres, which overrides postgresql.conf",
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given)))
                        .get(0));
    }

    /** Two plans with two lists would undo each other. */
    @Test
    void theListIsTheOneThatALibraryMissingFromItNeeds() {
        Given given = Given.vchord().preload("pg_cron, vectors").loadedPrefixes("vectors");

        assertEquals(
                Judged.remedy(Judged.onlyFinding(Judged.judge(Check.PRELOAD_LIBRARY_MISSING, given)))
                        .get(0),
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given)))
                        .get(0));
    }

    @Test
    void aValueThatWaitsIsNotOverwrittenUnseen() {
        Given given = Given.vchord().preload(Given.aPreload("vchord, vectors", "configuration file", true));

        assertEquals(
                List.of(
                        "CONFIGURE PERSON: As a superuser, look at the value that the configuration has: SELECT setting,"
                                + " sourcefile, error FROM pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'",
                        "CONFIGURE PERSON: Make sure that it does not name vectors.",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given))));
    }

    /** Its settings prove that the library is loaded, but the list must not be overwritten unseen. */
    @Test
    void aHiddenListIsLeftToAPerson() {
        Given given = Given.vchord().preloadHidden().loadedPrefixes("vchordrq", "vectors");

        assertEquals(
                List.of(
                        "CONFIGURE PERSON: Take vectors out of shared_preload_libraries.",
                        "RESTART_POSTGRES PERSON: Restart Postgres."),
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given))));
    }

    @Test
    void unknownWhereAHiddenListMayNameALibraryWithoutPackage() {
        Verdict verdict = Judged.judge(
                PRELOAD_PACKAGE_MISSING, Given.vchord().login("Monitor").preloadHidden());

        assertEquals(Status.UNKNOWN, verdict.status());
        assertEquals(
                "Role Monitor is not allowed to read shared_preload_libraries. Run as a superuser: GRANT pg_read_all_settings TO"
                        + " \"Monitor\";",
                verdict.note());
    }

    @Test
    void aHiddenListCannotBeWrongWhereBothPackagesAreThere() {
        Given given = Given.vchord().available("vectors", "0.2.0").preloadHidden();

        assertEquals(Status.OK, Judged.judge(PRELOAD_PACKAGE_MISSING, given).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vchord", "vchord.so, pg_cron", "vchord.so, vectors2", "vchord, VECTORS"})
    void quietAboutEveryOtherLibrary(String setting) {
        assertEquals(
                Status.OK,
                Judged.judge(PRELOAD_PACKAGE_MISSING, Given.vchord().preload(setting))
                        .status());
    }

    @Test
    void seenAlsoWhileTheReleaseIsUnknown() {
        Given given = Given.vchord().preload("vectors").historyHidden();

        assertEquals(
                "CONFIGURE SUPERUSER: ALTER SYSTEM SET shared_preload_libraries = '';",
                Judged.remedy(Judged.onlyFinding(Judged.judge(PRELOAD_PACKAGE_MISSING, given)))
                        .get(0));
    }

    @Override
    public Trouble fires() {
        return Trouble.of(Given.vchord().preload("vchord.so, vectors.so"));
    }

    @Override
    public List<Story> stories() {
        return List.of(
                new Story(
                        "the package of a preloaded library is purged",
                        Check.PRELOAD_PACKAGE_MISSING,
                        Set.of(),
                        Outcome.STARTS,
                        Story::vchord,
                        p -> {
                            p.server().uninstall("vectors");
                            p.where("Restart Postgres.", () -> restartWithout("vectors.so", p));
                        }),
                new Story(
                        "the package of the extension in use is purged, and others are kept",
                        Check.PRELOAD_PACKAGE_MISSING,
                        Set.of(Check.EXTENSION_FILES_MISSING, Check.VECTOR_EXTENSION_UNAVAILABLE),
                        Outcome.BLOCKED,
                        Story.PGVECTORS,
                        p -> {
                            p.server().uninstall("vectors");
                            p.where(
                                    "Install the package of pgvecto.rs 0.2.0 for Postgres "
                                            + p.server().major() + " again.",
                                    p.server()::resetPackages);
                        }));
    }

    /** The library goes with its package: only where nothing names it Postgres starts. */
    private static void restartWithout(String library, Patient p) {
        Path file = p.server().libraryDirectory().resolve(library);
        Path away = file.resolveSibling(library + ".away");
        try {
            Files.move(file, away);
            try {
                p.server().restart();
            } finally {
                Files.move(away, file);
                if (!p.server().isRunning()) {
                    p.server().startAgain();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
