package dev.immichpg.story;

import dev.immichpg.demo.PostgresServer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A Postgres of some image, which must be there. */
final class PostgresContainer implements PostgresServer, AutoCloseable {

    private final PostgreSQLContainer container;

    private PostgresContainer(PostgreSQLContainer container) {
        this.container = container;
        container.start();
        awaitAnswer();
    }

    /** The port is open a moment before the server takes a login. */
    private void awaitAnswer() {
        Instant deadline = Instant.now().plusSeconds(60);
        while (true) {
            try {
                value("postgres", "SELECT 1");
                return;
            } catch (SqlRefused e) {
                if (!"57P03".equals(e.sqlState()) || Instant.now().isAfter(deadline)) {
                    throw e;
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    /** With the image's own command, in which images say what they preload. */
    static PostgresContainer of(String image) {
        PostgreSQLContainer container = container(image);
        container.setCommand();
        return new PostgresContainer(container);
    }

    /** With files of ours (by their path) and a library preloaded. */
    static PostgresContainer of(String image, Map<String, byte[]> files, String preload) {
        PostgreSQLContainer container =
                container(image).withCommand("postgres", "-c", "shared_preload_libraries=" + preload);
        files.forEach((path, content) -> container.withCopyToContainer(Transferable.of(content), path));
        return new PostgresContainer(container);
    }

    private static PostgreSQLContainer container(String image) {
        // Not by its log: some images write that into a file. The first start, for initdb, is on no port.
        return new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withImagePullPolicy(any -> false)
                .withSharedMemorySize(128L << 20) // as in the compose file
                .withEnv("POSTGRES_INITDB_ARGS", "--data-checksums") // as in the compose file
                .withUsername("postgres")
                .withPassword("known to all")
                .withDatabaseName("postgres")
                .waitingFor(Wait.forListeningPort());
    }

    /** In the version that CREATE EXTENSION would install. */
    Optional<String> available(String extension) {
        return Optional.ofNullable(value(
                "postgres", "SELECT default_version FROM pg_available_extensions WHERE name = '" + extension + "'"));
    }

    /** SHAREDIR or PKGLIBDIR. */
    String directory(String name) {
        return value("postgres", "SELECT setting FROM pg_config WHERE name = '" + name + "'");
    }

    byte[] read(String path) {
        return container.copyFileFromContainer(path, java.io.InputStream::readAllBytes);
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @Override
    public String superuser() {
        return container.getUsername();
    }

    @Override
    public String superuserPassword() {
        return container.getPassword();
    }

    @Override
    public void close() {
        container.close();
    }
}
