package dev.immichpg.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.PostgresServer.SqlRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Another format on disk, by an access method of our own in C, which says what VectorChord says (src/test/access-method). */
final class CompiledFormatPlay implements UpdatePlanIT.Play, AutoCloseable {

    /** Of the headers: those of Debian 12. */
    static final int MAJOR = 15;

    private static final Path HEADERS = Path.of("/usr/include/postgresql/" + MAJOR + "/server");
    private static final Path SOURCE = Path.of("src/test/access-method/format.c");
    private static final int OLD = 1;
    private static final int NEW = 2;

    private final Path library;

    private CompiledFormatPlay(EmbeddedServer server) {
        this.library = server.libraryDirectory().resolve("stand_in_format.so");
    }

    static CompiledFormatPlay on(EmbeddedServer server) {
        if (!Command.isInstalled("cc") || !Files.isDirectory(HEADERS)) {
            Lacking.skip(
                    "immich-pg.tools.obligatory",
                    "gcc or the headers of Postgres 15 (postgresql-server-dev-15) are not installed, so no plan was tried on an"
                            + " access method of our own.");
        }
        return new CompiledFormatPlay(server);
    }

    @Override
    public void begin(ImmichDatabase database) {
        load(OLD);
        database.superuserExecute(
                "CREATE OR REPLACE FUNCTION vchordrq_amhandler(internal) RETURNS index_am_handler LANGUAGE c"
                        + " AS '$libdir/stand_in_format', 'format_handler'",
                "CREATE OR REPLACE FUNCTION vchordrq_prewarm(regclass, integer DEFAULT 0) RETURNS text STRICT LANGUAGE c"
                        + " AS '$libdir/stand_in_format', 'format_prewarm'",
                "ALTER OPERATOR FAMILY vector_cosine_ops USING vchordrq ADD"
                        + " OPERATOR 1 <=> (vector, vector) FOR ORDER BY pg_catalog.float_ops");
        // In a session of its own: this one knows the access method as it was.
        database.superuserExecute("REINDEX INDEX public.clip_index", "REINDEX INDEX public.face_index");
        readsBoth(database);
    }

    @Override
    public void restartWithNewLibrary(ImmichDatabase database) {
        EmbeddedServer server = database.server();
        server.stop();
        load(NEW);
        server.startAgain();
        for (String statement :
                List.of(search(), "SELECT public.vchordrq_prewarm('public.clip_index')", "VACUUM smart_search")) {
            SqlRefused refused = assertThrows(
                    SqlRefused.class,
                    () -> database.superuserExecute("SET enable_seqscan = off", statement),
                    statement);
            assertTrue(refused.getMessage().contains("bad version number"), refused::getMessage);
        }
    }

    @Override
    public void readsBoth(ImmichDatabase database) {
        assertTrue(database.value("EXPLAIN " + search()).contains("Limit"));
        assertEquals(
                "prewarmed", database.value("SELECT public.vchordrq_prewarm('public.clip_index')"), "another format");
        database.superuserExecute("SET enable_seqscan = off", search());
    }

    private static String search() {
        return "SELECT \"assetId\" FROM public.smart_search ORDER BY embedding OPERATOR(public.<=>)"
                + " (SELECT embedding FROM public.smart_search LIMIT 1) LIMIT 1";
    }

    private void load(int format) {
        try {
            Path directory = Files.createTempDirectory("access-method-");
            Path compiled = directory.resolve("format.so");
            Path log = directory.resolve("log");
            new Command(
                            List.of(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-O1",
                                    "-Wall",
                                    "-Werror",
                                    "-I" + HEADERS,
                                    "-DFORMAT=" + format,
                                    "-o",
                                    compiled.toString(),
                                    SOURCE.toString()),
                            log)
                    .run();
            // Not written over: the file in the memory of a server stays what it is.
            Files.move(compiled, library, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(log);
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
