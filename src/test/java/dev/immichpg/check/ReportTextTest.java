package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Golden;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Reading.Read;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.ForecastStep;
import dev.immichpg.forecast.ForecastStep.Effect;
import dev.immichpg.need.Expectation;
import dev.immichpg.need.ImmichVersion;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTextTest {

    private static final ImmichVersion IMMICH =
            new ImmichVersion(Optional.of(Version.of("2.7.5")), Source.CONFIGURED, false);
    private static final Forecast STARTS = forecast("2.7.5", Effect.PASSES, "All is well.");

    /** Worst first; then one plan for all of it; then what is unknown. A muted problem is counted and not told. */
    @Test
    void problemsPlanAndWhatIsUnknown() {
        Given given = Given.vchord()
                .database(d -> Given.aDatabase("immich", "postgres", false, true, true))
                .available("vchord", "1.1.1")
                .preload(Given.aPreload("vchord.so", "configuration file", true))
                .serverSearchPathHidden()
                .withoutIndex("face_index");
        Report report = report(
                "home",
                given,
                forecast("2.7.5", Effect.BLOCKS, "Updating needs a superuser."),
                Optional.of(forecast("3.0.0", Effect.PASSES, "All is well.")),
                new Doctor(Set.of(Check.VECTOR_INDEX_MISSING), Map.of()));

        assertEquals("""
                Database home: Immich 2.7.5 would not start. Updating needs a superuser.
                After the upgrade to Immich 3.0.0: Immich 3.0.0 would start.
                Immich's version: 2.7.5 (configured).

                CRITICAL extension-update-blocked: vchord
                  VectorChord 0.4.3 is installed and 1.1.1 is available. Immich will try to update it at its next start,\
                 but role immich is not allowed to. Before that it drops clip_index.
                  Expected a superuser to have updated it before Immich restarts.

                WARNING preload-restart-pending: shared_preload_libraries
                  Its value in the configuration is not the one in force, which is 'vchord.so'.
                  The next restart of Postgres will change it. Expected the restart to have happened already, at a time of your choice.

                WARNING database-owned-by-other: immich
                  Database immich is owned by postgres.
                  Expected immich to own it.

                INFO restore-impossible: immich
                  Role immich is not allowed to create extensions earthdistance, vector, vchord.
                  Expected a role that is allowed to: the restore in Immich's web page does all of it. Here it would stop, and\
                 change nothing.

                To do, in this order:
                  1. Stop Immich.
                  2. As a superuser, look at the value that the configuration has: SELECT setting, sourcefile, error\
                 FROM pg_catalog.pg_file_settings WHERE name OPERATOR(pg_catalog.=) 'shared_preload_libraries'
                  3. Restart Postgres.
                  4. ALTER DATABASE immich OWNER TO immich;   -- as a superuser, in the Immich database
                  5. ALTER EXTENSION vchord UPDATE;   -- as a superuser, in the Immich database
                  6. VACUUM (INDEX_CLEANUP OFF) public.smart_search;   -- as Immich's role, in the Immich database
                  7. REINDEX INDEX public.clip_index;   -- as Immich's role, in the Immich database
                  8. Start Immich.

                Good to know:
                  - If you ever restore a backup, do it by hand: docs/how-to/restore.md. Or let a superuser run ALTER ROLE immich\
                 SUPERUSER; before a restore in Immich's web page, and ALTER ROLE immich NOSUPERUSER; after it.

                Unknown:
                  schema-before-public: Role immich_monitor has a search_path of its own, which hides the server's from it.\
                 Run as a superuser: ALTER ROLE immich_monitor RESET search_path;
                  search-path-unusable: Role immich_monitor has its own search_path, so it cannot see the server's.\
                 Run as a superuser: ALTER ROLE immich_monitor RESET search_path; (or, if it is set for this database: ALTER ROLE\
                 immich_monitor IN DATABASE immich RESET search_path;)

                %s, 1 is muted.
                """.formatted(tally(report)), ReportText.of(report));
    }

    /** issue 19: the log does not make a text that it need not make, and says the same as if it did. */
    @Test
    void whatSaysTheSameIsTheSame() {
        Doctor doctor = new Doctor(Set.of(), Map.of());
        Report home = report("home", Given.vchord(), STARTS, Optional.empty(), doctor);
        List<Report> reports = List.of(
                home,
                new Report(
                        "home",
                        home.examinedAt().plusSeconds(60),
                        home.duration().plusMillis(3),
                        home.immich(),
                        home.reading(),
                        home.now(),
                        home.upgrade()),
                // The text only counts what does not apply.
                new Report(
                        "home",
                        home.examinedAt(),
                        home.duration(),
                        home.immich(),
                        home.reading(),
                        new Judgement(
                                home.now().forecast(),
                                home.now().diagnoses().stream()
                                        .map(d -> d.verdict().status() == Status.NOT_APPLICABLE
                                                ? new Diagnosis(
                                                        d.check(),
                                                        d.severity(),
                                                        d.muted(),
                                                        Verdict.notApplicable("For another reason."))
                                                : d)
                                        .toList()),
                        home.upgrade()),
                home.outdated("The examination took too long."),
                home.outdated("It did not answer."),
                report("home", Given.vchord(), STARTS, Optional.of(STARTS), doctor),
                report("home", Given.vchord().available("vchord", "1.1.1"), STARTS, Optional.empty(), doctor),
                report("home", Given.vchord().historyHidden(), STARTS, Optional.empty(), doctor),
                report(
                        "home",
                        Given.vchord(),
                        STARTS,
                        Optional.empty(),
                        new Doctor(Set.of(Check.PROBES_UNSET), Map.of())));

        for (Report one : reports) {
            for (Report other : reports) {
                assertEquals(
                        ReportText.of(one).equals(ReportText.of(other)),
                        ReportText.isSame(one, other),
                        () -> ReportText.of(one) + ReportText.of(other));
            }
        }
        assertTrue(ReportText.isSame(home, reports.get(1)));
        assertTrue(ReportText.isSame(home, reports.get(2)));
        assertFalse(ReportText.isSame(home, reports.get(3)));
    }

    /** issue 17: what is read breaks between words, at any width; what is pasted stays whole, and who pastes it comes below it. */
    @ParameterizedTest
    @ValueSource(ints = {30, 40, 60, 80, 200})
    void linesBreakBetweenWords(int columns) {
        Report report = report(
                "home",
                Given.vchord()
                        .database(d -> Given.aDatabase("immich", "postgres", false, true, true))
                        .available("vchord", "1.1.1")
                        .preload(Given.aPreload("vchord.so", "configuration file", true)),
                forecast("2.7.5", Effect.BLOCKS, "Updating needs a superuser."),
                Optional.empty(),
                doctor());
        String broken = ReportText.of(report, Optional.empty(), ReportText.PLAIN, OptionalInt.of(columns));

        assertEquals(
                List.of(),
                broken.lines()
                        .filter(line -> line.length() > columns && line.strip().contains(" "))
                        .filter(line -> !line.matches(" {2}\\d+\\. (ALTER|VACUUM|REINDEX) .*;| {5}-- as .*"))
                        .toList());
        assertEquals(words(ReportText.of(report)), words(broken));
        assertTrue(broken.contains("  1. Stop Immich.\n"), broken);
        if (columns == 60) {
            assertTrue(broken.contains("""
                      5. ALTER EXTENSION vchord UPDATE;
                         -- as a superuser, in the Immich database
                    """.indent(0)), broken);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    @Test
    void aHealthyDatabaseTakesFourLines() {
        Report report = report("home", Given.vchord().superuser(), STARTS, Optional.empty(), doctor());

        assertEquals("""
                Database home: Immich 2.7.5 would start.
                Immich's version: 2.7.5 (configured).

                %s.
                """.formatted(tally(report)), ReportText.of(report));
    }

    /** issue 17: where nobody has asked about an upgrade, the newest release that the agent knows is forecast. */
    @Test
    void theNewestReleaseTakesOneLineMoreOrThree() {
        assertEquals(
                """
                Database home: Immich 2.7.5 would start.
                Upgrade to Immich 3.3.0, the newest release known: Immich 3.3.0 would start. It would change the database first.
                Immich's version: 2.7.5 (version_history).
                """,
                withNewest(Given.vchord().superuser()).lines().limit(3).collect(Collectors.joining("\n", "", "\n")));
        assertEquals(
                """
                Upgrade to Immich 3.3.0, the newest release known: Immich 3.3.0 would not start. None of the\
                 extensions that this release can use is available on the server: vchord, vector.
                The upgrade brings 3 more problems. To see what to do:
                  immich-pg-monitor check --upgrade-to 3.3.0
                """,
                withNewest(Given.pgvectors()).lines().skip(1).limit(3).collect(Collectors.joining("\n", "", "\n")));
    }

    private static String withNewest(Given given) {
        Report report = Judged.report(given);
        return ReportText.of(report, doctor().newest(report, Judged.question(Optional.empty()), Judged.RELEASES));
    }

    /** Every check is unknown for the one reason, which is said once. */
    @Test
    void anUnreadableDatabaseTakesOneLine() {
        String why = "The server refused the connection.";
        Report report = doctor().unreadable(Judged.question(Optional.empty()), why, Instant.EPOCH, Duration.ZERO);

        assertEquals("Database home: The server refused the connection.\n", ReportText.of(report));
    }

    /** The whole of what people read, in as many situations as there are blocks. */
    @Test
    void readsAsMeant() {
        Given hidden = Given.vchord().historyHidden().preloadHidden();
        Given drifted = Given.vchord()
                .available("vchord", "1.1.1")
                .preload(Given.aPreload("vchord.so", "configuration file", true));
        StringBuilder text = new StringBuilder();
        texts(text, "healthy", Given.vchord(), Optional.empty());
        texts(text, "the guide's, to a release that backs up otherwise", Given.pgvectors(), Optional.of("1.132.3"));
        texts(text, "the guide's, to one that does not know pgvecto.rs", Given.pgvectors(), Optional.of("3.3.0"));
        texts(text, "drifted", drifted, Optional.of("3.3.0"));
        texts(text, "a role that sees little", hidden, Optional.empty());
        texts(text, "a release that nobody knows", Given.vchord().versionHistory("9.0.0"), Optional.empty());
        Golden.assertHolds(Path.of("src/test/resources/dev/immichpg/check/report-texts.txt"), text.toString());
    }

    private static void texts(StringBuilder text, String title, Given given, Optional<String> upgradeTo) {
        Doctor doctor = new Doctor(Set.of(Check.RESTORE_IMPOSSIBLE), Map.of());
        Report report = Judged.report(given, doctor, upgradeTo);
        Optional<Judgement> newest = doctor.newest(report, Judged.question(upgradeTo), Judged.RELEASES);
        for (OptionalInt columns : List.of(OptionalInt.empty(), OptionalInt.of(72))) {
            text.append("== ")
                    .append(title)
                    .append(columns.isPresent() ? ", in 72 columns" : "")
                    .append('\n')
                    .append(ReportText.of(report, newest, ReportText.PLAIN, columns)
                            .replace(tally(report), "... checks are fine, ... do not apply"))
                    .append('\n');
        }
    }

    @Test
    void aWordThatJustFitsStaysOnItsLine() {
        assertEquals(List.of("aaa bbb", "ccc"), ReportText.wrapped("aaa bbb ccc", 7));
        assertEquals(List.of("aaa", "bbb", "ccc"), ReportText.wrapped("aaa bbb ccc", 6));
        assertEquals(List.of("  1. aa", "     bb"), ReportText.wrapped("  1. aa bb", 9));
        assertEquals(List.of("  1. aa bb"), ReportText.wrapped("  1. aa bb", 10));
        assertEquals(
                List.of("  - "),
                ReportText.wrapped("  - ", 2).stream().map(s -> s + " ").toList());
        assertEquals(List.of(""), ReportText.wrapped("", 10));
    }

    /** A name must neither end the line, nor colour the terminal, nor turn the text around; SQL must stay SQL. */
    @Test
    void hostileNamesAreShownAndDoNothing() {
        Given given = Given.vchord()
                .role(r -> Given.aRole("im\u202emich", true, false, true))
                .database(d -> Given.aDatabase("a\nCRITICAL b", "\u001b[31mroot", false, true, true));

        Report report = report("a\u2028b", given, STARTS, Optional.empty(), doctor());

        assertEquals("""
                Database a\\u2028b: Immich 2.7.5 would start.
                Immich's version: 2.7.5 (configured).

                WARNING database-owned-by-other: a\\u000aCRITICAL b
                  Database a\\u000aCRITICAL b is owned by \\u001b[31mroot.
                  Expected im\\u202emich to own it.

                INFO restore-impossible: im\\u202emich
                  Role im\\u202emich is not allowed to create extensions earthdistance, vector, vchord.
                  Expected a role that is allowed to: the restore in Immich's web page does all of it. Here it would stop, and\
                 change nothing.

                To do, in this order:
                  1. ALTER DATABASE U&"a\\000ACRITICAL b" OWNER TO U&"im\\202Emich";   -- as a superuser, in the Immich\
                 database

                Good to know:
                  - If you ever restore a backup, do it by hand: docs/how-to/restore.md. Or let a superuser run ALTER ROLE U&"im\\202Emich"\
                 SUPERUSER; before a restore in Immich's web page, and ALTER ROLE U&"im\\202Emich" NOSUPERUSER; after it.

                %s.
                """.formatted(tally(report)), ReportText.of(report));
    }

    /** The catalogue grows. */
    private static String tally(Report report) {
        Map<Status, Long> counts = report.now().diagnoses().stream()
                .filter(d -> !d.muted())
                .collect(Collectors.groupingBy(d -> d.verdict().status(), Collectors.counting()));
        return counts.get(Status.OK) + " checks are fine, " + counts.get(Status.NOT_APPLICABLE) + " do not apply";
    }

    private static Doctor doctor() {
        return new Doctor(Set.of(), Map.of());
    }

    private static Report report(String name, Given given, Forecast now, Optional<Forecast> upgrade, Doctor doctor) {
        Snapshot is = given.snapshot();
        return new Report(
                name,
                Instant.EPOCH,
                Duration.ZERO,
                IMMICH,
                new Read(is),
                new Judgement(now, doctor.examine(is, Expectation.of(Judged.RELEASES, IMMICH, Optional.empty()))),
                upgrade.map(forecast -> new Judgement(forecast, List.of())));
    }

    private static Forecast forecast(String immich, Effect effect, String text) {
        return new Forecast(
                Optional.of(Version.of(immich)), List.of(new ForecastStep("a rule", effect, text, List.of("a-check"))));
    }
}
