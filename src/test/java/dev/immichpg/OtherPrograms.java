package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers of others that a test needs beside the agent, each on a port of its own. They end with the test. */
public final class OtherPrograms implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern DOOR = Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final List<HttpServer> webhooks = new ArrayList<>();

    public OtherPrograms(Path directory) {
        this.directory = directory;
    }

    /**
     * @param configuration YAML, and so also JSON
     * @param untried what was not tried where it is not installed: "so no …"
     */
    public String alertmanager(String configuration, String untried) throws IOException {
        return start(
                DOOR,
                untried,
                Map.of(),
                "prometheus-alertmanager",
                "--config.file=" + write("alertmanager.yml", configuration),
                "--storage.path=" + directory.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:0",
                "--cluster.listen-address=");
    }

    public String prometheus(String configuration, String untried) throws IOException {
        return start(
                DOOR,
                untried,
                Map.of(),
                "prometheus",
                "--config.file=" + write("prometheus.yml", configuration),
                "--storage.tsdb.path=" + directory.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:0");
    }

    /**
     * Starts a program in the directory, and waits until it says on which port it listens. Where it is not installed, the test
     * is skipped.
     *
     * @param door finds the port in what it writes
     * @return its host and port
     */
    public String start(Pattern door, String untried, Map<String, String> environment, String... command)
            throws IOException {
        Path log = Files.createTempFile(directory, "log", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Lacking.skip("immich-pg.tools.obligatory", command[0] + " is not installed, " + untried + ".");
        }
        processes.add(process);
        Instant limit = Instant.now().plus(PATIENCE);
        while (true) {
            String said = Files.readString(log);
            Matcher port = door.matcher(said);
            if (port.find()) {
                return "127.0.0.1:" + port.group(1);
            }
            assertTrue(process.isAlive() && Instant.now().isBefore(limit), () -> command[0] + " says:\n" + said);
            pause();
        }
    }

    /**
     * A webhook.
     *
     * @param port 0: any
     * @param told gets each body
     * @return its port
     */
    public int webhook(int port, Consumer<JsonNode> told) throws IOException {
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        webhook.createContext("/", exchange -> {
            told.accept(JSON.readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        webhook.start();
        webhooks.add(webhook);
        return webhook.getAddress().getPort();
    }

    /** One on which nothing listens now. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    public Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> process.onExit().join());
        webhooks.forEach(webhook -> webhook.stop(0));
    }
}
