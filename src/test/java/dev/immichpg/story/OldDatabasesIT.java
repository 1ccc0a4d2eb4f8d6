package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.immichpg.Lacking;
import dev.immichpg.check.Check;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.story.StandInImmich.End;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false alarm on databases that have lived: upgraded from one era to the next, restored from a dump, frozen. Immich's
 * part is done by {@link StandInImmich}, the administrator's as Immich's documentation says.
 */
class OldDatabasesIT {

    private static final Optional<String> UNSET = Optional.empty();

    private EmbeddedServer server;

    static Stream<Arguments> majorsAndRoles() {
        return EmbeddedServer.majors().stream()
                .flatMap(major -> Stream.of(false, true).map(superuser -> Arguments.of(major, superuser)));
    }

    static List<Integer> majors() {
        return EmbeddedServer.majors();
    }

    @AfterEach
    void baseline() {
        if (server != null) {
            server.reset();
        }
    }

    /** 1.91 to 2.7: pgvecto.rs of the guide, the migration that Immich makes itself, and the clearing away after it. */
    @ParameterizedTest
    @MethodSource("majorsAndRoles")
    void upgradedFromPgvectoRs(int major, boolean superuser) throws SQLException {
        server = EmbeddedServer.shared(major);
        var builder =
                ImmichDatabase.on(server).pgvectors("0.2.0").grantIndexView().immich("1.118.2");
        ImmichDatabase database = (superuser ? builder.superuserRole() : builder).create();
        starts(database, "1.132.3", Optional.of("pgvecto.rs"));
        database.superuserExecute("CREATE EXTENSION IF NOT EXISTS vchord CASCADE");
        String quoted = '"' + database.name() + '"';
        database.superuserExecute("ALTER DATABASE " + quoted + " SET vchordrq.probes = 1");
        starts(database, "2.7.5", UNSET);
        database.superuserExecute("DROP EXTENSION IF EXISTS vectors", "DROP SCHEMA IF EXISTS vectors");
        database.superuserExecute("VACUUM (FREEZE)");

        quiet(database, Set.of());
    }

    /** Years of pgvector, on a server without the packages that Immich would prefer. */
    @ParameterizedTest
    @MethodSource("majorsAndRoles")
    void pgvectorOnly(int major, boolean superuser) throws SQLException {
        server = EmbeddedServer.shared(major);
        server.uninstall("vchord");
        server.uninstall("vectors");
        server.configure("shared_preload_libraries", "");
        server.restart();
        var builder = ImmichDatabase.on(server).pgvector("0.6.0").immich("1.120.0");
        ImmichDatabase database = (superuser ? builder.superuserRole() : builder).create();
        database.superuserExecute("ALTER EXTENSION vector UPDATE");
        starts(database, "1.132.3", Optional.of("pgvector"));
        starts(database, "2.7.5", UNSET);
        database.superuserExecute("VACUUM (FREEZE)");

        quiet(database, Set.of());
    }

    /** VectorChord updated by the administrator, in the order that the remedy prints; Immich started after it. */
    @ParameterizedTest
    @MethodSource("majorsAndRoles")
    void vectorChordUpdatedByHand(int major, boolean superuser) throws SQLException {
        server = EmbeddedServer.shared(major);
        var builder = ImmichDatabase.on(server).vchord("0.3.0").immich("1.133.0");
        ImmichDatabase database = (superuser ? builder.superuserRole() : builder).create();
        database.superuserExecute(
                "ALTER EXTENSION vchord UPDATE",
                "VACUUM public.smart_search",
                "VACUUM public.face_search",
                "REINDEX INDEX public.clip_index",
                "REINDEX INDEX public.face_index");
        starts(database, "1.136.0", UNSET);
        starts(database, "2.7.5", UNSET);
        database.superuserExecute("VACUUM (FREEZE)");

        quiet(database, Set.of());
    }

    /** By pg_dump and a superuser's pg_restore, with what belongs to the database itself (-C) and without. */
    @ParameterizedTest
    @MethodSource("majors")
    void restoredFromADump(int major, @TempDir Path directory) throws Exception {
        if (pgDump() != major) {
            Lacking.skip(
                    Lacking.NEVER_OBLIGATORY,
                    "pg_dump of Postgres " + major + " is not installed, so nobody has dumped one.");
        }
        server = EmbeddedServer.shared(major);
        ImmichDatabase database =
                ImmichDatabase.on(server).vchord("0.4.3").immich("2.7.5").create();
        // The stand-in's access method knows none of the options that CREATE INDEX would repeat.
        database.superuserExecute("UPDATE pg_catalog.pg_class SET reloptions = NULL WHERE relname LIKE '%\\_index'");
        String dump = directory.resolve("dump").toString();
        String port = Integer.toString(server.port());
        run("pg_dump", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-Fc", "-f", dump, database.name());

        server.execute("postgres", "DROP DATABASE \"" + database.name() + "\"");
        run("pg_restore", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-e", "-C", "-d", "postgres", dump);
        analyzed(database);
        quiet(database, Set.of());

        server.execute(
                "postgres",
                "DROP DATABASE IF EXISTS \"" + database.name() + "\"",
                "CREATE DATABASE \"" + database.name() + "\" OWNER \"" + database.role() + "\"");
        run("pg_restore", "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-e", "-d", database.name(), dump);
        analyzed(database);
        // What belongs to the database itself is lost, and that is said: information, no alarm.
        quiet(database, Set.of(Check.PROBES_UNSET));
    }

    private static void analyzed(ImmichDatabase database) {
        database.superuserExecute("ANALYZE");
    }

    private static void starts(ImmichDatabase database, String release, Optional<String> setting) {
        var start = StandInImmich.start(database, release, setting);
        assertNotEquals(End.FAILED, start.end(), start::toString);
    }

    /** While Immich runs, which holds a lock then. */
    private static void quiet(ImmichDatabase database, Set<Check> expected) throws SQLException {
        try (Connection immich = database.connect();
                Statement lock = immich.createStatement();
                Patient patient =
                        Patient.seenBy(database.createMonitor(Grants.FULL).url(), database)) {
            lock.execute("SELECT pg_advisory_lock(42)");
            Report report = patient.examine();
            assertEquals(
                    expected,
                    Set.copyOf(Patient.checks(report, Status.PROBLEM)),
                    () -> report.now().problems().toString());
            assertEquals(
                    List.of(),
                    Patient.checks(report, Status.UNKNOWN),
                    () -> report.now().unknowns().toString());
            assertEquals(
                    Outcome.STARTS,
                    report.now().forecast().outcome(),
                    report.now().forecast()::sentence);
        }
    }

    /** The major version of the pg_dump that is installed; 0: none. */
    private static int pgDump() throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder("pg_dump", "--version").start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            Matcher version = Pattern.compile("(\\d+)\\.").matcher(text);
            return process.waitFor() == 0 && version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
