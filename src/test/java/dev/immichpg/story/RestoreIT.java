package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Snapshot.UnendableSessions;
import dev.immichpg.check.Check;
import dev.immichpg.check.Finding;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.check.Verdict;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.Package;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** issue 15: Immich's own restore (database.md#backups), played on a database that the agent stays logged in to. */
class RestoreIT {

    private EmbeddedServer server;

    @AfterEach
    void baseline() {
        server.resetPackages();
        server.reset();
    }

    /** As on most servers: earthdistance is not trusted, and before 15 schema public belongs to a superuser. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16, 18})
    void issue15WithoutASuperuserItStopsWhereTheCheckSaysSo(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        ImmichDatabase database = Story.vchord(server);
        String monitor = database.createMonitor(Grants.FULL).url();
        try (Patient patient = Patient.seenBy(monitor, database)) {
            Finding finding = finding(patient.examine());
            String before = database.value("SELECT count(*) FROM smart_search");
            patient.leave(); // Its session is another obstacle: below.

            SQLException refused = assertThrows(SQLException.class, () -> restore(database, 0));

            String obstacle = major < 15 ? "must be owner of schema public" : "permission denied to create extension";
            assertTrue(refused.getMessage().contains(obstacle), refused::getMessage);
            assertEquals(
                    "Role " + database.role() + " is not allowed " + (major < 15 ? "to drop schema public, nor " : "")
                            + "to create extensions earthdistance, vchord, vector.",
                    finding.observed());
            assertEquals(before, database.value("SELECT count(*) FROM smart_search"), "all of it is rolled back");

            String advice = finding.remedy().steps().get(0).text();
            database.superuserExecute(printed(advice, "ALTER ROLE \\S+ SUPERUSER;"));
            restore(database, 0);
            database.superuserExecute(printed(advice, "ALTER ROLE \\S+ NOSUPERUSER;"));
            assertEquals("restored", database.value("SELECT name FROM public.asset"));
        }
    }

    /** Where a provider has made the extensions trusted, as some do, the agent's session decides. */
    @ParameterizedTest
    @ValueSource(ints = {14, 16, 18})
    void issue15TheAgentsSessionStopsItUntilImmichIsAMemberOfTheAgentsRole(int major) throws SQLException {
        server = EmbeddedServer.shared(major);
        server.install(Package.vchord("0.4.3").control("trusted", "true"));
        server.install(Package.pgvector("0.8.5").control("trusted", "true"));
        server.install(Package.newerContrib("earthdistance", "1.3").control("trusted", "true"));
        ImmichDatabase database = Story.vchord(server);
        database.superuserExecute("ALTER SCHEMA public OWNER TO \"" + database.role() + '"');
        ImmichDatabase.Monitor monitor = database.createMonitor(Grants.FULL);
        try (Patient patient = Patient.seenBy(monitor.url(), database)) {
            Report kept = patient.examine();
            assertEquals(List.of(monitor.role()), roles(kept), "its session is there, but no longer than a moment");
            assertEquals(
                    Status.OK,
                    verdict(kept).status(),
                    () -> verdict(kept).findings().toString());

            SQLException refused = assertThrows(SQLException.class, () -> restore(database, 1));
            String denied = major < 16
                    ? "must be a member of the role whose process is being terminated"
                    : "permission denied to terminate process";
            assertTrue(refused.getMessage().contains(denied), refused::getMessage);

            // RestoreImpossibleTest has the finding of a session that lasts; nobody waits for it here.
            database.superuserExecute("GRANT \"" + monitor.role() + "\" TO \"" + database.role() + '"');
            assertEquals(List.of(), roles(patient.examine()));
            restore(database, 1);
            assertEquals("restored", database.value("SELECT name FROM public.asset"));
            assertEquals(List.of(), roles(patient.examine()), "the agent logs in again");
        }
    }

    /**
     * As Immich's role, in one transaction that stops at the first error; then what a dump of pg_dump begins with.
     *
     * @param sessions that stay; the test's own are gone a moment after they are closed
     */
    private static void restore(ImmichDatabase database, int sessions) throws SQLException {
        String others = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database.name() + "'";
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!Integer.toString(sessions).equals(database.server().value("postgres", others))) {
            assertTrue(System.nanoTime() < end, "there are not " + sessions + " sessions");
            database.server().value("postgres", "SELECT pg_sleep(0.02)");
        }
        try (Connection immich = database.connect();
                var statement = immich.createStatement()) {
            immich.setAutoCommit(false);
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
            statement.execute("GRANT ALL ON SCHEMA public TO \"" + database.role() + '"');
            statement.execute("GRANT ALL ON SCHEMA public TO public");
            for (String extension :
                    List.of("cube", "earthdistance", "pg_trgm", "unaccent", "\"uuid-ossp\"", "vector", "vchord")) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS " + extension + " WITH SCHEMA public");
            }
            statement.execute("CREATE TABLE public.asset (name text)");
            statement.execute("INSERT INTO public.asset VALUES ('restored')");
            immich.commit();
        }
    }

    private static String printed(String advice, String statement) {
        Matcher matcher = Pattern.compile(statement).matcher(advice);
        assertTrue(matcher.find(), advice);
        return matcher.group();
    }

    private static List<String> roles(Report report) {
        return report.snapshot().orElseThrow().unendableSessions().orElseThrow().stream()
                .filter(session -> session.seconds() < 300)
                .map(UnendableSessions::role)
                .toList();
    }

    private static Finding finding(Report report) {
        return verdict(report).findings().get(0);
    }

    private static Verdict verdict(Report report) {
        return report.now().diagnoses().stream()
                .filter(d -> d.check() == Check.RESTORE_IMPOSSIBLE)
                .findFirst()
                .orElseThrow()
                .verdict();
    }
}
