package dev.immichpg.fault;

import dev.immichpg.Lacking;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's PgBouncer in front of one server, which it enters with the passwords of its clients. */
final class PgBouncer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final int port;
    private Process process;

    /**
     * Starts it.
     *
     * @param users whose databases and passwords it knows
     * @param settings lines of its configuration
     */
    PgBouncer(Path parent, EmbeddedServer server, List<ImmichDatabase> users, String... settings) throws IOException {
        directory = Files.createTempDirectory(
                parent,
                "pgbouncer",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.write(
                directory.resolve("users"),
                users.stream()
                        .map(user -> "\"" + user.role() + "\" \"" + user.password() + "\"")
                        .toList());
        List<String> lines = new ArrayList<>(List.of("[databases]"));
        users.forEach(user -> lines.add(user.name() + " = host=127.0.0.1 port=" + server.port()));
        lines.addAll(List.of(
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = scram-sha-256",
                "auth_file = " + directory.resolve("users")));
        lines.addAll(List.of(settings));
        Files.write(directory.resolve("pgbouncer.ini"), lines);
        start();
    }

    /** Skips the test that asks where it is not installed; in CI it must be. */
    static void assumeInstalled() {
        boolean installed = Stream.concat(
                        Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "pgbouncer")));
        if (!installed) {
            Lacking.skip(
                    "immich-pg.tools.obligatory",
                    "pgbouncer is not installed, so nobody has tried the agent through it.");
        }
    }

    /** As Immich's DB_URL has it. */
    String url(ImmichDatabase database) {
        return database.url().replace(":" + database.server().port() + "/", ":" + port + "/");
    }

    int port() {
        return port;
    }

    void start() {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // It will not run as root.
        }
        command.addAll(List.of("pgbouncer", directory.resolve("pgbouncer.ini").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().merge("PATH", ":/usr/sbin", String::concat);
        try {
            process = builder.start();
            Instant limit = Instant.now().plus(PATIENCE);
            while (!listens()) {
                if (!process.isAlive() || Instant.now().isAfter(limit)) {
                    throw new IllegalStateException("PgBouncer did not start:\n" + Files.readString(log()));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return directory.resolve("log");
    }

    /** At once: every connection breaks. */
    void stop() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        stop();
    }
}
