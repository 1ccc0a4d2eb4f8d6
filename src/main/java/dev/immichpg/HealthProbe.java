package dev.immichpg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code HEALTHCHECK} of an image that has no shell and no curl: asks the agent of this machine whether it lives, and exits
 * with 0 or 1. Nothing but a socket, for each class that it needed would be loaded every half minute.
 */
final class HealthProbe {

    private static final int MILLIS = 2000;
    private static final String DEFAULT_PORT = "9788";

    private HealthProbe() {}

    /** @param arguments another path than {@code /health/live}, if any */
    public static void main(String[] arguments) {
        String path = arguments.length > 0 ? arguments[0] : "/health/live";
        int port = Integer.parseInt(
                Optional.ofNullable(System.getenv("IMMICH_PG_PORT")).orElse(DEFAULT_PORT));
        System.exit(answersOk(path, port) ? 0 : 1);
    }

    private static boolean answersOk(String path, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            System.err.println("immich-pg-monitor: " + e.getMessage());
            return false;
        }
    }
}
