package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** issue 17: every call that a page shows and that asks a database is run, as it stands there, on one that is called home. */
class DocumentedCallsIT {

    private static final Set<String> OF_DATABASES = Set.of("check", "fix", "snapshot", "schema", "notify", "pause");

    /** What the build tells the tests looks like settings of the agent. */
    private static final Map<String, String> OF_BUILD = new HashMap<>();

    @TempDir
    private static Path state;

    private static ImmichDatabase database;
    private static HttpServer listener;
    private static Map<String, String> settings;

    @BeforeAll
    static void configure() throws Exception {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("immich-pg."))
                .forEach(name -> OF_BUILD.put(name, System.clearProperty(name)));
        database = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listener.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        listener.start();
        settings = Map.of(
                "immich-pg.databases.home.url", database.url(),
                "immich-pg.state-directory", state.toString(),
                "immich-pg.notify.phone.url",
                        "json://127.0.0.1:" + listener.getAddress().getPort() + "/");
        settings.forEach(System::setProperty);
    }

    @AfterAll
    static void forget() {
        settings.keySet().forEach(System::clearProperty);
        OF_BUILD.forEach(System::setProperty);
        listener.stop(0);
        database.drop();
    }

    static Stream<String> calls() {
        return DocumentedCallsTest.calls().stream()
                .filter(call -> OF_DATABASES.contains(call.split(" ")[0]))
                .filter(call -> !call.contains("--watch")); // It does not end.
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isRun(String call) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StandardStreams streams = new StandardStreams(out, err, false, false, false);
        InputStream before = System.in;
        int exit;
        try (InputStream snapshot = Files.newInputStream(Path.of(DocumentedCallsTest.SNAPSHOT))) {
            System.setIn(snapshot); // for who reads "-"
            String[] words = DocumentedCallsTest.words(call);
            exit = Terminal.run(streams, Terminal.commandLine(streams, words), words);
        } finally {
            System.setIn(before);
        }
        String said = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        assertFalse(said.contains("See immich-pg-monitor") || said.contains("fault of the program"), said);
        assertTrue(exit == 0 || call.startsWith("check") && exit <= 3, said);
        assertEquals(false, said.isBlank());
        assertFalse(said.contains(database.password()), said);
    }
}
