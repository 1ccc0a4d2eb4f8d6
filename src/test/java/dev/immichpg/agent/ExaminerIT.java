package dev.immichpg.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.immichpg.check.Doctor;
import dev.immichpg.check.Report;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.demo.ImmichDatabase.Grants;
import dev.immichpg.ledger.SchemaLedger;
import dev.immichpg.need.ImmichVersion.Source;
import dev.immichpg.need.Version;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whom the agent asks for Immich's version: its server, only where neither the operator nor the database says it. */
class ExaminerIT {

    private static final AtomicInteger ASKED = new AtomicInteger();
    private static ImmichDatabase database;
    private static HttpServer immich;

    @BeforeAll
    static void open() throws IOException {
        database = ImmichDatabase.on(EmbeddedServer.shared(16))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        immich = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        immich.createContext("/api/server/version", exchange -> {
            ASKED.incrementAndGet();
            byte[] body = "{\"major\":2,\"minor\":7,\"patch\":4}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        immich.start();
    }

    @AfterAll
    static void close() {
        immich.stop(0);
        database.drop();
    }

    @Test
    void theDatabaseSays() {
        assertVersion(Source.VERSION_HISTORY, "2.7.5", 0, Grants.FULL, Optional.empty(), true);
    }

    @Test
    void theOperatorSays() {
        assertVersion(Source.CONFIGURED, "2.7.3", 0, Grants.NONE, Optional.of("2.7.3"), true);
    }

    @Test
    void onlyTheServerSays() {
        assertVersion(Source.SERVER, "2.7.4", 1, Grants.NONE, Optional.empty(), true);
    }

    @Test
    void nobodySays() {
        assertVersion(Source.UNKNOWN, "unknown", 0, Grants.NONE, Optional.empty(), false);
    }

    private static void assertVersion(
            Source source, String version, int asked, Grants grants, Optional<String> configured, boolean withServer) {
        int before = ASKED.get();
        Report report = examine(grants, configured, withServer);
        assertEquals(Optional.empty(), report.failure());
        assertEquals(source, report.immich().source());
        assertEquals(version, report.immich().version().map(Version::text).orElse("unknown"));
        assertEquals(asked, ASKED.get() - before);
    }

    private static Report examine(Grants grants, Optional<String> configured, boolean withServer) {
        WatchedDatabase watched = new WatchedDatabase(
                "home",
                ImmichUrl.parse(database.createMonitor(grants).url()),
                database.role(),
                configured.map(Version::of),
                Optional.empty(),
                Optional.empty(),
                withServer
                        ? Optional.of(URI.create(
                                "http://127.0.0.1:" + immich.getAddress().getPort()))
                        : Optional.empty(),
                Optional.empty(),
                false);
        try (Examiner examiner = new Examiner(
                watched,
                ReleasesFile.builtIn().with(SchemaLedger.EMPTY),
                new Doctor(Set.of(), Map.of()),
                Timeouts.within(Duration.ofSeconds(10)),
                false,
                Duration.ZERO,
                Clock.systemUTC())) {
            return examiner.examine();
        }
    }
}
