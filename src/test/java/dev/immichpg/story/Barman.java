package dev.immichpg.story;

import dev.immichpg.demo.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Barman as its manual sets it up without ssh: it receives the WAL by streaming, from a replication slot. */
final class Barman implements AutoCloseable {

    static final String SLOT = "barman";

    private static final String NAME = "immich";

    private final Path directory;
    private final Path configuration;
    private Command receiving;
    private Process receiver;

    /** Its files in this directory, and its two roles on the server. */
    Barman(EmbeddedServer server, Path directory) throws IOException {
        this.directory = directory;
        this.configuration = Files.writeString(directory.resolve("barman.conf"), """
                [barman]
                barman_user = %1$s
                barman_home = %2$s
                barman_lock_directory = %2$s
                log_file = %2$s/barman.log

                [%3$s]
                description = the Postgres of Immich
                conninfo = host=%4$s port=%5$d dbname=postgres user=barman password=secret
                streaming_conninfo = host=%4$s port=%5$d dbname=postgres user=streaming_barman password=secret
                backup_method = postgres
                streaming_archiver = on
                slot_name = %6$s
                """.formatted(
                        System.getProperty("user.name"), directory, NAME, server.host(), server.port(), SLOT));
        server.execute(
                "postgres",
                "CREATE ROLE barman LOGIN SUPERUSER PASSWORD 'secret'",
                "CREATE ROLE streaming_barman LOGIN REPLICATION PASSWORD 'secret'");
        Files.writeString(
                server.dataDirectory().resolve("pg_hba.conf"),
                "host replication streaming_barman 127.0.0.1/32 scram-sha-256\n",
                StandardOpenOption.APPEND);
        server.reload();
    }

    /** Why it cannot be tried with a server of this major version here; empty: it can. */
    static Optional<String> unavailable(int major, Path scratch) {
        return Stream.of("barman", "pg_basebackup", "pg_receivewal")
                .filter(program -> !Command.isInstalled(program))
                .findFirst()
                .map(missing -> missing + " is not installed (Debian's packages barman and postgresql-client).")
                .or(() -> tooOld(major, scratch));
    }

    /** pg_receivewal refuses a server that is newer than itself. */
    private static Optional<String> tooOld(int major, Path scratch) {
        String version = new Command(List.of("pg_receivewal", "--version"), scratch.resolve("version.log")).run();
        Matcher matcher = Pattern.compile("\\(PostgreSQL\\) (\\d+)").matcher(version);
        if (!matcher.find()) {
            throw new IllegalStateException("Of which version is this? " + version);
        }
        return Integer.parseInt(matcher.group(1)) >= major
                ? Optional.empty()
                : Optional.of(version.strip() + " does not know Postgres " + major + ".");
    }

    void createSlot() {
        run("receive-wal", "--create-slot");
    }

    void dropSlot() {
        run("receive-wal", "--drop-slot");
    }

    /** Forgets where it was: it will go on from now, with a gap. */
    void forgetPosition() {
        run("receive-wal", "--reset");
    }

    /** As a process of our own; Barman's cron job would start it. */
    void startReceiving() {
        receiving = command("receive-wal");
        receiver = receiving.start();
    }

    /** It ends by itself where the server has not what it asks for. */
    boolean isReceiving() {
        return receiver.isAlive();
    }

    /** What the receiver said. */
    String received() {
        return receiving.output();
    }

    void stopReceiving() {
        run("receive-wal", "--stop");
        Command.end(receiver);
    }

    /** With the WAL that it needs, so that it can be restored: there must be a receiver. */
    void backUp() {
        run("backup", "--immediate-checkpoint", "--wait", "--wait-timeout", "20");
    }

    /** Whether a segment of WAL is complete here: that is only known when the next one has begun. */
    boolean hasReceivedSegment() {
        try (Stream<Path> files = Files.list(directory.resolve(NAME).resolve("streaming"))) {
            return files.anyMatch(file -> !file.toString().endsWith(".partial"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts what was received where backups look for it: without any, none is taken. Its cron job would do it. */
    void archive() {
        run("archive-wal");
    }

    /** Its own check of everything. */
    void check() {
        run("check");
    }

    @Override
    public void close() {
        if (receiver != null) {
            Command.end(receiver);
        }
    }

    private void run(String command, String... options) {
        command(command, options).run();
    }

    private Command command(String command, String... options) {
        List<String> words = new ArrayList<>(List.of("barman", "-c", configuration.toString(), command));
        words.addAll(List.of(options));
        words.add(NAME);
        return new Command(words, directory.resolve(command + String.join("", options) + ".log"));
    }
}
