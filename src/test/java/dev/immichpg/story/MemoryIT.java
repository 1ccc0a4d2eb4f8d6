package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import dev.immichpg.check.Judgement.Diagnosis;
import dev.immichpg.check.Report;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Issue 14, row 2: VectorChord is updated under a running Postgres, whose library then builds the indexes in its own format.
 * Only the restart shows it, and only an agent that has looked before can tell.
 */
class MemoryIT {

    private EmbeddedServer server;

    @AfterEach
    void baseline() {
        server.reset();
    }

    private ImmichDatabase running(int major, String installed) {
        server = EmbeddedServer.shared(major);
        server.install(Package.vchord(installed));
        return ImmichDatabase.on(server)
                .vchord(installed)
                .superuserRole()
                .immich("2.7.5")
                .create();
    }

    private static void update(ImmichDatabase database) {
        database.superuserExecute(
                "ALTER EXTENSION vchord UPDATE", "REINDEX INDEX clip_index", "REINDEX INDEX face_index");
    }

    private static Forecast forecast(Patient patient) {
        return patient.examine().now().forecast();
    }

    private static Diagnosis staleness(Report report) {
        return report.now().diagnoses().stream()
                .filter(d -> d.check() == Check.VECTOR_INDEX_STALE)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void builtByTheLibraryOfBefore(int major) {
        ImmichDatabase database = running(major, "0.5.3");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient watched = Patient.seenBy(url, database)) {
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
            server.restart(); // So it is certain that the library is of the package.
            watched.examine();
            server.install(Package.vchord("0.5.3", "1.0.0"));
            watched.examine();
            update(database);
            Forecast before = forecast(watched);
            server.restart();

            Report after = watched.examine();
            assertEquals(
                    Outcome.BLOCKED,
                    after.now().forecast().outcome(),
                    after.now().forecast()::sentence);
            assertTrue(
                    after.now()
                            .forecast()
                            .sentence()
                            .contains(
                                    "The library of VectorChord 0.5.3 built index clip_index, and Postgres was restarted"),
                    after.now().forecast()::sentence);
            assertEquals(Outcome.STARTS, before.outcome(), before::sentence);
            watched.follow(after, Check.VECTOR_INDEX_STALE);
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void whoHasNotLookedBeforeSaysSo(int major) {
        ImmichDatabase database = running(major, "0.5.3");
        server.install(Package.vchord("0.5.3", "1.0.0"));
        update(database);
        server.restart();
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient late = Patient.seenBy(url, database)) {
            Report report = late.examine();
            assertEquals(
                    Outcome.UNKNOWN,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
            assertTrue(
                    staleness(report).verdict().note().contains("The catalogs do not show it."),
                    () -> staleness(report).verdict().toString());
        }
    }

    /** The same update after a restart: the new library has built them. */
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void builtAfterTheRestart(int major) {
        ImmichDatabase database = running(major, "0.5.3");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient watched = Patient.seenBy(url, database)) {
            watched.examine();
            server.install(Package.vchord("0.5.3", "1.0.0"));
            watched.examine();
            server.restart();
            watched.examine();
            update(database);
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
            server.restart();
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
        }
    }

    /** An update within one format. */
    @ParameterizedTest
    @MethodSource("dev.immichpg.demo.EmbeddedServer#majors")
    void ofOneFormat(int major) {
        ImmichDatabase database = running(major, "0.4.2");
        String url = database.createMonitor(Grants.FULL).url();
        try (Patient watched = Patient.seenBy(url, database)) {
            watched.examine();
            server.install(Package.vchord("0.4.2", "0.4.3"));
            database.superuserExecute("ALTER EXTENSION vchord UPDATE");
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
            server.restart();
            assertEquals(Outcome.STARTS, forecast(watched).outcome(), forecast(watched)::sentence);
        }
    }
}
