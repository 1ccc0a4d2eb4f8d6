package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.Check;
import dev.immichpg.check.Finding;
import dev.immichpg.check.Report;
import dev.immichpg.check.Status;
import dev.immichpg.check.Verdict;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.demo.ImmichDatabase.Monitor;
import dev.immichpg.forecast.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The functional probe, on an extension {@code vector} with a real library and a real index on distances: the contrib module
 * cube under another name, whose GiST index can order by {@code <=>}. Debian 12 has no package of pgvector, and nobody here
 * one of VectorChord: that an index of an outdated format says "bad version number" is in unit tests only.
 */
class VectorProbeIT {

    private static final String SCRIPT = """
            CREATE TYPE vector;
            CREATE FUNCTION vector_in(cstring, oid, integer) RETURNS vector
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'cube_in';
            CREATE FUNCTION vector_out(vector) RETURNS cstring
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'cube_out';
            CREATE FUNCTION vector_typmod_in(cstring[]) RETURNS integer
                LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'varbittypmodin';
            CREATE TYPE vector (
                INPUT = vector_in, OUTPUT = vector_out, TYPMOD_IN = vector_typmod_in, ALIGNMENT = double);
            CREATE CAST (real[] AS vector) WITH INOUT AS ASSIGNMENT;
            CREATE CAST (vector AS real[]) WITH INOUT AS ASSIGNMENT;
            CREATE FUNCTION cosine_distance(vector, vector) RETURNS double precision
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'distance_chebyshev';
            CREATE OPERATOR <=> (LEFTARG = vector, RIGHTARG = vector, PROCEDURE = cosine_distance, COMMUTATOR = <=>);
            CREATE FUNCTION consistent(internal, vector, smallint, oid, internal) RETURNS boolean
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_consistent';
            CREATE FUNCTION "union"(internal, internal) RETURNS vector
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_union';
            CREATE FUNCTION penalty(internal, internal, internal) RETURNS internal
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_penalty';
            CREATE FUNCTION picksplit(internal, internal) RETURNS internal
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_picksplit';
            CREATE FUNCTION same(vector, vector, internal) RETURNS internal
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_same';
            CREATE FUNCTION distance(internal, vector, smallint, oid, internal) RETURNS double precision
                LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'g_cube_distance';
            CREATE FUNCTION hnswhandler(internal) RETURNS index_am_handler LANGUAGE internal AS 'gisthandler';
            CREATE ACCESS METHOD hnsw TYPE INDEX HANDLER hnswhandler;
            CREATE OPERATOR CLASS vector_cosine_ops FOR TYPE vector USING hnsw AS
                OPERATOR 18 <=> (vector, vector) FOR ORDER BY pg_catalog.float_ops,
                FUNCTION 1 consistent(internal, vector, smallint, oid, internal),
                FUNCTION 2 "union"(internal, internal),
                FUNCTION 5 penalty(internal, internal, internal),
                FUNCTION 6 picksplit(internal, internal),
                FUNCTION 7 same(vector, vector, internal),
                FUNCTION 8 distance(internal, vector, smallint, oid, internal);
            """;

    private static final Pattern GRANT = Pattern.compile("GRANT [^;]*;");
    private static final String REINSTALL =
            "Install the package of pgvector 0.8.5 for Postgres %d again. The control file can be there without the"
                    + " library.";

    static List<Integer> majors() {
        return EmbeddedServer.majors();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void seesWhatTheCatalogsDoNot(int major) throws SQLException {
        try (EmbeddedServer server = EmbeddedServer.start(major, options -> {})) {
            Path library = installLibrary(server);
            ImmichDatabase database = immich(server);
            Monitor monitor = database.createMonitor(Grants.FULL);
            try (Patient patient = Patient.probedBy(monitor.url(), database)) {
                asksForItsGrants(database, patient);
                searchesThroughTheIndex(database, monitor, patient);
                gone(database, monitor, patient, library);
                ofAnotherMake(database, monitor, patient, library);
                locked(database, patient);
            }
        }
    }

    private static void asksForItsGrants(ImmichDatabase database, Patient patient) {
        Report closed = patient.examine();
        Verdict unknown = verdict(closed);
        assertEquals(Status.UNKNOWN, unknown.status());
        assertEquals(List.of(Check.VECTOR_QUERY_FAILING), Patient.checks(closed, Status.UNKNOWN));
        Matcher grant = GRANT.matcher(unknown.note());
        assertTrue(grant.find(), unknown::note);
        database.superuserExecute(grant.group());
    }

    /** The one of an empty table says nothing, and spoils nothing. */
    private static void searchesThroughTheIndex(ImmichDatabase database, Monitor monitor, Patient patient) {
        healthy(patient);
        hangUp(database, monitor); // A session tells its statistics at its end at the latest.
        patient.await("SELECT idx_scan > 0 FROM pg_stat_user_indexes WHERE indexrelname = 'clip_index'");
        database.roleExecute(
                "INSERT INTO face_search SELECT gen_random_uuid(), '(4,5,6)' FROM generate_series(1, 100)");
        healthy(patient);
        hangUp(database, monitor);
        patient.await("SELECT idx_scan > 0 FROM pg_stat_user_indexes WHERE indexrelname = 'face_index'");
        healthy(patient);
    }

    private static void gone(ImmichDatabase database, Monitor monitor, Patient patient, Path library) {
        delete(library);
        healthy(patient); // Whoever has loaded it keeps it.

        hangUp(database, monitor);
        Report broken = patient.examine();
        assertEquals(List.of(Check.VECTOR_QUERY_FAILING), problems(broken));
        List<Finding> findings = verdict(broken).findings();
        assertEquals(
                List.of("face_search", "smart_search"),
                findings.stream().map(Finding::subject).toList());
        assertTrue(
                findings.get(0).observed().matches(".*could not access file \"(\\$libdir/)?vector\".*"),
                findings.get(0)::observed);
        assertEquals(
                Outcome.BLOCKED, broken.now().forecast().outcome(), broken.now().forecast()::sentence);

        patient.where(REINSTALL.formatted(database.server().major()), () -> copy(database.server(), "cube", library));
        patient.follow(broken, Check.VECTOR_QUERY_FAILING);
        healthy(patient);
    }

    private static void ofAnotherMake(ImmichDatabase database, Monitor monitor, Patient patient, Path library) {
        copy(database.server(), "unaccent", library);
        hangUp(database, monitor);

        Report broken = patient.examine();
        assertEquals(List.of(Check.VECTOR_QUERY_FAILING), problems(broken));
        String observed = verdict(broken).findings().get(0).observed();
        assertTrue(observed.contains("could not find function \""), observed);
        assertEquals(
                Outcome.STARTS, broken.now().forecast().outcome(), broken.now().forecast()::sentence);

        copy(database.server(), "cube", library);
        hangUp(database, monitor);
        healthy(patient);
    }

    /** By a rebuild, for example. */
    private static void locked(ImmichDatabase database, Patient patient) throws SQLException {
        try (Connection rebuild = database.connect();
                Statement statement = rebuild.createStatement()) {
            rebuild.setAutoCommit(false);
            statement.execute("LOCK TABLE smart_search IN ACCESS EXCLUSIVE MODE");

            assertEquals(
                    "A search in smart_search did not end in time: the table is locked, or the server is busy.",
                    verdict(patient.examine()).note());
        }
        healthy(patient);
    }

    private static void healthy(Patient patient) {
        Report report = patient.examine();
        assertEquals(Status.OK, verdict(report).status(), () -> verdict(report).toString());
        assertEquals(List.of(), problems(report), () -> report.now().problems().toString());
        assertEquals(
                Outcome.STARTS, report.now().forecast().outcome(), report.now().forecast()::sentence);
    }

    /** From Postgres 18 on a library says its version, and this one that of Postgres. */
    private static List<Check> problems(Report report) {
        return Patient.checks(report, Status.PROBLEM).stream()
                .filter(check -> check != Check.LOADED_LIBRARY_OUTDATED)
                .toList();
    }

    private static Verdict verdict(Report report) {
        return report.now().diagnoses().stream()
                .filter(d -> d.check() == Check.VECTOR_QUERY_FAILING)
                .findFirst()
                .orElseThrow()
                .verdict();
    }

    private static ImmichDatabase immich(EmbeddedServer server) {
        ImmichDatabase database = ImmichDatabase.on(server).immich("2.7.5").create();
        database.superuserExecute("CREATE EXTENSION vector", "CREATE EXTENSION earthdistance CASCADE");
        database.roleExecute(
                "CREATE TABLE smart_search (\"assetId\" uuid PRIMARY KEY, embedding vector(3) NOT NULL)",
                "CREATE TABLE face_search (\"faceId\" uuid PRIMARY KEY, embedding vector(3) NOT NULL)",
                "INSERT INTO smart_search SELECT id, '(1,2,3)' FROM asset",
                "CREATE INDEX clip_index ON smart_search USING hnsw (embedding vector_cosine_ops)",
                "CREATE INDEX face_index ON face_search USING hnsw (embedding vector_cosine_ops)");
        return database;
    }

    private static Path installLibrary(EmbeddedServer server) {
        try {
            Path extensions = server.extensionDirectory();
            Files.writeString(extensions.resolve("vector--0.8.5.sql"), SCRIPT);
            Files.writeString(extensions.resolve("vector.control"), """
                    default_version = '0.8.5'
                    module_pathname = '$libdir/vector'
                    relocatable = true
                    """);
            Path library = module(server, "cube");
            Path vector =
                    library.resolveSibling(library.getFileName().toString().replace("cube", "vector"));
            copy(server, "cube", vector);
            return vector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As another file: a process that has the old one open keeps that. */
    private static void copy(EmbeddedServer server, String module, Path to) {
        try {
            Files.deleteIfExists(to);
            Files.copy(module(server, module), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path library) {
        try {
            Files.delete(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the suffix that libraries have on this platform. */
    private static Path module(EmbeddedServer server, String name) throws IOException {
        try (Stream<Path> files = Files.list(server.libraryDirectory())) {
            return files.filter(file -> file.getFileName().toString().matches(name + "\\.(so|dylib)"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void hangUp(ImmichDatabase database, Monitor monitor) {
        database.value("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE usename = '"
                + monitor.role() + "'");
    }
}
