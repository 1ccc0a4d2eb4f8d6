package dev.immichpg.story;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** What can be had of Docker here, or in a sentence why not: asked first, for Testcontainers would try for minutes. */
final class Docker {

    private static final int CONNECT_MILLIS = 1000;
    private static final int PULL_MINUTES = 10;

    private Docker() {}

    /** Why this image cannot be started here; empty: it can, and is there. Takes as long as its pull. */
    static Optional<String> unavailable(String image) {
        return noDaemon().or(Docker::noAddressOfPorts).or(() -> noImage(image));
    }

    private static Optional<String> noDaemon() {
        String host = System.getenv("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            return answers(URI.create(host))
                    ? Optional.empty()
                    : Optional.of("no Docker daemon answers at DOCKER_HOST=" + host + ".");
        }
        List<Path> sockets = sockets();
        return sockets.stream().anyMatch(Docker::answers)
                ? Optional.empty()
                : Optional.of(
                        "there is no Docker daemon (DOCKER_HOST is not set, and nobody answers at " + sockets + ").");
    }

    /** Where Testcontainers looks as well. */
    private static List<Path> sockets() {
        Path home = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        Path.of("/var/run/docker.sock"),
                        Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                                .map(directory -> Path.of(directory, "docker.sock"))
                                .orElse(null),
                        home.resolve(".docker/run/docker.sock"),
                        home.resolve(".docker/desktop/docker.sock"))
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean answers(URI host) {
        if ("unix".equals(host.getScheme())) {
            return answers(Path.of(host.getPath()));
        }
        if (host.getHost() == null || host.getPort() < 0) {
            return true; // A pipe, or nonsense: let Testcontainers say so.
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** In a container, Testcontainers would find out by a container of its own, whose image must be pulled. */
    private static Optional<String> noAddressOfPorts() {
        String host = Objects.toString(System.getenv("DOCKER_HOST"), "");
        return Files.exists(Path.of("/.dockerenv"))
                        && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null
                        && !host.startsWith("tcp:")
                ? Optional.of(
                        "this looks like a container itself (/.dockerenv): set TESTCONTAINERS_HOST_OVERRIDE to the"
                                + " host on which the ports of other containers are published, localhost if it is this one.")
                : Optional.empty();
    }

    private static Optional<String> noImage(String image) {
        DockerClient client = DockerClientFactory.lazyClient();
        try {
            client.inspectImageCmd(image).exec();
            return Optional.empty();
        } catch (NotFoundException e) {
            return notPulled(client, image);
        }
    }

    private static Optional<String> notPulled(DockerClient client, String image) {
        try {
            return client.pullImageCmd(image)
                            .exec(new PullImageResultCallback())
                            .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)
                    ? Optional.empty()
                    : Optional.of("the image was not pulled within " + PULL_MINUTES + " minutes.");
        } catch (DockerException | DockerClientException e) {
            return Optional.of("the image is not here, and cannot be pulled: "
                    + e.getMessage().strip().lines().findFirst().orElse(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("its pull was interrupted.");
        }
    }
}
