package dev.immichpg.story;

import dev.immichpg.demo.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** pgBackRest as its user guide sets it up: Postgres hands it each segment of its WAL ({@code archive_command}). */
final class PgBackRest implements AutoCloseable {

    private static final String STANZA = "immich";

    /** What befalls a repository, and what its administrator then does. */
    enum Mishap {
        /** Where the repository was there is an empty directory. */
        DISK_NOT_MOUNTED {
            @Override
            void befall(PgBackRest tool) throws IOException {
                Files.move(tool.repository, tool.elsewhere());
                Files.createDirectory(tool.repository);
            }

            @Override
            void fix(PgBackRest tool) throws IOException {
                Files.delete(tool.repository);
                Files.move(tool.elsewhere(), tool.repository);
            }
        },
        /** By a chmod, or by someone who ran pgbackrest as root. */
        NOT_WRITABLE {
            @Override
            void befall(PgBackRest tool) throws IOException {
                tool.permitDirectories("r-xr-x---");
            }

            @Override
            void fix(PgBackRest tool) throws IOException {
                tool.permitDirectories("rwxr-x---");
            }
        },
        /** For maintenance, and nobody started it again. */
        LEFT_STOPPED {
            @Override
            void befall(PgBackRest tool) {
                tool.run("stop");
            }

            @Override
            void fix(PgBackRest tool) {
                tool.run("start");
            }
        };

        abstract void befall(PgBackRest tool) throws IOException;

        abstract void fix(PgBackRest tool) throws IOException;
    }

    private final EmbeddedServer server;
    private final Path directory;
    private final Path repository;
    private final Path configuration;
    private Optional<Mishap> mishap = Optional.empty();

    /** Only its own files so far, in this directory; the server does not know of it. */
    PgBackRest(EmbeddedServer server, Path directory) throws IOException {
        this.server = server;
        this.directory = directory;
        this.repository = Files.createDirectory(directory.resolve("repository"));
        this.configuration = Files.writeString(directory.resolve("pgbackrest.conf"), """
                [global]
                repo1-path=%1$s/repository
                repo1-retention-full=2
                lock-path=%1$s/lock
                spool-path=%1$s/spool
                log-level-file=off
                start-fast=y
                archive-timeout=20

                [%2$s]
                pg1-path=%3$s
                pg1-socket-path=%4$s
                pg1-port=%5$d
                pg1-user=%6$s
                """.formatted(
                        directory,
                        STANZA,
                        server.dataDirectory(),
                        server.socketDirectory(),
                        server.port(),
                        server.superuser()));
    }

    /** Why it cannot be tried here; empty: it can. */
    static Optional<String> unavailable() {
        return Command.isInstalled("pgbackrest")
                ? Optional.empty()
                : Optional.of("pgbackrest is not installed (Debian's package pgbackrest).");
    }

    /** Tells Postgres to archive with it. Needs archive_mode. */
    void configure() {
        server.configure(
                "archive_command",
                "pgbackrest --config=\"" + configuration + "\" --stanza=" + STANZA + " archive-push %p");
        server.reload();
    }

    void createStanza() {
        run("stanza-create");
    }

    /** Its own check: a new segment of WAL is begun, and the one before comes to the repository. */
    void check() {
        run("check");
    }

    void backUp() {
        run("backup", "--type=full");
    }

    void suffer(Mishap newcomer) {
        try {
            newcomer.befall(this);
            mishap = Optional.of(newcomer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void fix() {
        try {
            mishap.orElseThrow().fix(this);
            mishap = Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its files can be deleted then. */
    @Override
    public void close() {
        if (mishap.isPresent()) {
            fix();
        }
    }

    private Path elsewhere() {
        return directory.resolve("repository-elsewhere");
    }

    private void permitDirectories(String permissions) throws IOException {
        List<Path> directories;
        try (Stream<Path> all = Files.walk(repository)) {
            directories = all.filter(Files::isDirectory).toList();
        }
        for (Path each : directories) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(permissions));
        }
    }

    private void run(String command, String... options) {
        List<String> words =
                new ArrayList<>(List.of("pgbackrest", "--config=" + configuration, "--stanza=" + STANZA, command));
        words.addAll(List.of(options));
        new Command(words, directory.resolve(command + ".log")).run();
    }
}
