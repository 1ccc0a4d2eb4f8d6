package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthProbeTest {

    @Test
    void wellIs200AndNothingElse() throws IOException {
        HttpServer agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/", exchange -> {
            boolean live = exchange.getRequestURI().getPath().equals("/health/live");
            exchange.sendResponseHeaders(live ? 200 : 503, -1);
            exchange.close();
        });
        agent.start();
        try {
            assertTrue(HealthProbe.answersOk(agent.getAddress(), "/health/live"));
            assertFalse(HealthProbe.answersOk(agent.getAddress(), "/health/ready"));
        } finally {
            agent.stop(0);
        }
        assertFalse(HealthProbe.answersOk(agent.getAddress(), "/health/live"), "nobody listens any more");
    }

    @Test
    void anAgentThatHangsIsNotWell() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFalse(HealthProbe.answersOk((InetSocketAddress) mute.getLocalSocketAddress(), "/health/live"));
        }
    }

    @Test
    void asksWhereTheAgentListens() {
        InetAddress here = InetAddress.getLoopbackAddress();
        assertEquals(new InetSocketAddress(here, 9788), HealthProbe.listener(Map.of()));
        assertEquals(
                new InetSocketAddress(here, 8080),
                HealthProbe.listener(Map.of("IMMICH_PG_PORT", "8080", "IMMICH_PG_HOST", "0.0.0.0")));
        assertEquals(
                new InetSocketAddress(here, 9000),
                HealthProbe.listener(Map.of("IMMICH_PG_PORT", "8080", "IMMICH_PG_MANAGEMENT_PORT", "9000")));
        assertEquals(
                new InetSocketAddress("127.0.0.2", 9788), HealthProbe.listener(Map.of("IMMICH_PG_HOST", "127.0.0.2")));
    }
}
