package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.SnapshotJson;
import dev.immichpg.postgres.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Issue 19: what stands for a Postgres when the archives of classes are made. */
class RehearsalServerTest {

    /** Also over a kept session, which asks by names. */
    @Test
    void theAgentReadsTheExample() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serve(server));
            serving.setDaemon(true);
            serving.start();
            try (CatalogReader reader = new CatalogReader(
                    ImmichUrl.parse("postgresql://immich@127.0.0.1:" + server.getLocalPort() + "/immich"),
                    Optional.empty(),
                    false,
                    Timeouts.within(Duration.ofSeconds(30)))) {
                for (int examination = 0; examination < 3; examination++) {
                    assertEquals(example(), reader.read());
                }
            }
        }
    }

    private static void serve(ServerSocket server) {
        try {
            RehearsalServer.serve(server);
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static Snapshot example() throws Exception {
        try (InputStream file = SnapshotJson.class.getResourceAsStream("snapshot.json")) {
            return SnapshotJson.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
