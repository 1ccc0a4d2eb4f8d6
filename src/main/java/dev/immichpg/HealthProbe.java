package dev.immichpg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The {@code HEALTHCHECK} of an image that has no shell and no curl. It asks the agent on this machine whether it is running, and exits
 * with 0 or 1. It uses only a socket, because every class that it needs would be loaded every 30 seconds.
 */
final class HealthProbe {

    private static final int MILLIS = 2000;
    private static final int DEFAULT_PORT = 9788;

    private HealthProbe() {}

    /** @param arguments another path than {@code /health/live}, if any */
    public static void main(String[] arguments) {
        String path = arguments.length > 0 ? arguments[0] : "/health/live";
        System.exit(answersOk(listener(System.getenv()), path) ? 0 : 1);
    }

    /** Where the agent of the same environment serves its probes. What is no setting of it has stopped its start. */
    static InetSocketAddress listener(Map<String, String> environment) {
        String host = environment.getOrDefault("IMMICH_PG_HOST", "");
        int port = DEFAULT_PORT;
        for (String name : List.of("IMMICH_PG_MANAGEMENT_PORT", "IMMICH_PG_PORT")) {
            if (!environment.getOrDefault(name, "").isBlank()) {
                port = Integer.parseInt(environment.get(name).strip());
                break;
            }
        }
        boolean everywhere = host.isBlank() || host.equals("0.0.0.0") || host.equals("::");
        return everywhere
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(host, port);
    }

    /** Without TLS, and where it has another language than that, with TLS. */
    static boolean answersOk(InetSocketAddress listener, String path) {
        TrustingSocket tls = null;
        try {
            String status = status(open(listener), path);
            if (!status.startsWith("HTTP/")) {
                tls = new TrustingSocket();
                status = status(tls.over(open(listener), listener), path);
            }
            return status.endsWith(" 200");
        } catch (IOException e) {
            if (tls != null && tls.lacksCertificate() && !(e instanceof SocketTimeoutException)) {
                return true; // It listens, and that is all that can be seen.
            }
            System.err.println("immich-pg-monitor: " + e.getMessage());
            return false;
        }
    }

    private static Socket open(InetSocketAddress listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(listener, MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    /** The first bytes of the answer, and closes the socket. */
    private static String status(Socket socket, String path) throws IOException {
        try (socket) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(status, StandardCharsets.US_ASCII);
        }
    }
}
