package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.postgres.CatalogReader;
import dev.immichpg.postgres.ImmichUrl;
import dev.immichpg.postgres.SnapshotJson;
import dev.immichpg.postgres.Timeouts;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Issue 19: what stands for a Postgres when the archives of classes are made. */
class RehearsalServerTest {

    /** Also over a kept session, which asks by names. */
    @Test
    void theAgentReadsTheExample() throws Exception {
        int port = freePort();
        Thread server = new Thread(() -> serve(port));
        server.setDaemon(true);
        server.start();
        awaitOpen(port);
        try (CatalogReader reader = new CatalogReader(
                ImmichUrl.parse("postgresql://immich@127.0.0.1:" + port + "/immich"),
                Optional.empty(),
                false,
                Timeouts.within(Duration.ofSeconds(30)))) {
            for (int examination = 0; examination < 3; examination++) {
                assertEquals(example(), reader.read());
            }
        }
    }

    private static Snapshot example() throws Exception {
        try (InputStream file = SnapshotJson.class.getResourceAsStream("snapshot.json")) {
            return SnapshotJson.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    private static void serve(int port) {
        try {
            RehearsalServer.main(new String[] {Integer.toString(port)});
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitOpen(int port) throws Exception {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (ConnectException e) {
                if (System.nanoTime() > limit) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }
}
