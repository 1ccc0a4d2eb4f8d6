package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What roles of different rights see of a healthy database: hidden is never taken for absent, nor for fine. */
class LoginsIT {

    private static final Optional<String> FOUND_OUT = Optional.empty();
    private static final Pattern GRANT = Pattern.compile("GRANT [^;]*;");

    static Stream<Arguments> healthyOnEveryMajor() {
        return EmbeddedServer.majors().stream()
                .flatMap(major -> Stream.<Function<EmbeddedServer, ImmichDatabase>>of(
                                server -> ImmichDatabase.on(server)
                                        .vchord("0.4.3")
                                        .immich("2.7.5")
                                        .create(),
                                server -> ImmichDatabase.on(server)
                                        .vchord("0.4.3")
                                        .immich("2.7.5")
                                        .superuserRole()
                                        .create(),
                                server -> ImmichDatabase.on(server)
                                        .pgvectors("0.2.0")
                                        .grantIndexView()
                                        .immich("1.118.2")
                                        .create())
                        .map(healthy -> Arguments.of(major, healthy)));
    }

    @ParameterizedTest
    @MethodSource("healthyOnEveryMajor")
    void aRoleWithoutAnyGrant(int major, Function<EmbeddedServer, ImmichDatabase> healthy) {
        ImmichDatabase database = healthy.apply(EmbeddedServer.shared(major));
        String url = database.createMonitor(Grants.NONE).url();
        Patient told = Patient.seenBy(url, database, Optional.of(release(database)), Optional.empty());
        Report withVersion = told.examine();
        assertEquals(List.of(), problems(withVersion, major));
        // The settings that the loaded library registers prove what the hidden list cannot show.
        assertFalse(Patient.checks(withVersion, Status.UNKNOWN).contains(Check.PRELOAD_LIBRARY_MISSING));
        assertTrue(Patient.checks(withVersion, Status.UNKNOWN).contains(Check.PRELOAD_RESTART_PENDING));
        // Whether a newer Immich has left migrations behind is in a table that it is not allowed to read.
        Outcome withoutMigrations =
                !Version.of(release(database)).isOlderThan(Version.of("1.132.0")) ? Outcome.UNKNOWN : Outcome.STARTS;
        assertEquals(
                withoutMigrations,
                withVersion.now().forecast().outcome(),
                withVersion.now().forecast()::sentence);
        // Each note names the grant that lifts it, and nothing else is hidden.
        for (Diagnosis unknown : withVersion.now().unknowns()) {
            Matcher grant = GRANT.matcher(unknown.verdict().note());
            assertTrue(grant.find(), unknown::toString);
            database.superuserExecute(grant.group());
        }
        Report allowed = told.examine();
        assertEquals(List.of(), Patient.checks(allowed, Status.UNKNOWN));
        assertEquals(
                Outcome.STARTS,
                allowed.now().forecast().outcome(),
                allowed.now().forecast()::sentence);
        told.leave();
        url = database.createMonitor(Grants.NONE).url();

        try (Patient patient = Patient.seenBy(url, database, FOUND_OUT, Optional.empty())) {
            Report report = patient.examine();
            assertEquals(List.of(), problems(report, major));
            assertEquals(Source.UNKNOWN, report.immich().source());
            assertEquals(Outcome.UNKNOWN, report.now().forecast().outcome());
            Diagnosis unknown = report.now().diagnoses().stream()
                    .filter(d -> d.check() == Check.IMMICH_VERSION_UNKNOWN)
                    .findFirst()
                    .orElseThrow();
            assertEquals(Status.UNKNOWN, unknown.verdict().status());
            // The note can be pasted, and lifts it.
            String grant = unknown.verdict().note().replaceFirst(".*Run: (GRANT [^;]*;).*", "$1");
            assertTrue(grant.startsWith("GRANT SELECT ON public.version_history TO"), grant);
            database.superuserExecute(grant);
            assertEquals(Source.VERSION_HISTORY, patient.examine().immich().source());
            Report found = patient.examine();
            assertEquals(
                    withoutMigrations,
                    found.now().forecast().outcome(),
                    found.now().forecast()::sentence);
        }
    }

    @ParameterizedTest
    @MethodSource("healthyOnEveryMajor")
    void aRoleWithSettingsOnly(int major, Function<EmbeddedServer, ImmichDatabase> healthy) {
        ImmichDatabase database = healthy.apply(EmbeddedServer.shared(major));
        String url = database.createMonitor(Grants.SETTINGS).url();
        try (Patient patient = Patient.seenBy(url, database, Optional.of(release(database)), Optional.empty())) {
            Report report = patient.examine();
            assertEquals(List.of(), problems(report, major));
            // What stands in a table takes a grant on it; and what others do, the grant for that.
            for (Diagnosis unknown : report.now().unknowns()) {
                assertTrue(
                        unknown.verdict().note().contains("GRANT SELECT ON public.")
                                || unknown.verdict().note().contains("GRANT pg_read_all_stats TO "),
                        unknown::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("healthyOnEveryMajor")
    void aSuperuser(int major, Function<EmbeddedServer, ImmichDatabase> healthy) {
        ImmichDatabase database = healthy.apply(EmbeddedServer.shared(major));
        String url = database.server().nodeUrl(database.name(), "postgres", "unused");
        try (Patient patient = Patient.seenBy(url, database)) {
            Report report = patient.examine();
            assertEquals(List.of(Check.LOGIN_TOO_POWERFUL), problems(report, major));
            assertEquals(List.of(), Patient.checks(report, Status.UNKNOWN));
            assertEquals(
                    Outcome.STARTS,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
        }
    }

    @ParameterizedTest
    @MethodSource("healthyOnEveryMajor")
    void immichsOwnRole(int major, Function<EmbeddedServer, ImmichDatabase> healthy) {
        ImmichDatabase database = healthy.apply(EmbeddedServer.shared(major));
        try (Patient patient = Patient.seenBy(database.url(), database)) {
            Report report = patient.examine();
            boolean superuser = database.value(
                            "SELECT rolsuper FROM pg_roles WHERE rolname = '" + database.role() + "'")
                    .equals("t");
            assertEquals(superuser ? List.of(Check.LOGIN_TOO_POWERFUL) : List.of(), problems(report, major));
            assertEquals(Source.VERSION_HISTORY, report.immich().source());
            assertEquals(
                    Outcome.STARTS,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
        }
    }

    /** pgvecto.rs' last releases of Immich are not documented for Postgres 17 and 18, and that is rightly said. */
    private static List<Check> problems(Report report, int major) {
        return Patient.checks(report, Status.PROBLEM).stream()
                .filter(check -> check != Check.POSTGRES_VERSION_UNTESTED || major < 17)
                .toList();
    }

    private static String release(ImmichDatabase database) {
        return database.value("SELECT version FROM version_history");
    }
}
