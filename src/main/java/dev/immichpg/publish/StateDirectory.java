package dev.immichpg.publish;

import dev.immichpg.input.SmallFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps the {@linkplain DatabaseHistory history} of each database across restarts: one small file for each, which is replaced as a whole
 * when there is something new. A file that is damaged or of another kind is treated as missing. The log says so, and no examination
 * fails because of it. Without a directory nothing is kept.
 */
@ApplicationScoped
class StateDirectory {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final String SUFFIX = ".json";
    /** No name of a database begins like this. */
    private static final String UNFINISHED = ".unfinished-";

    /** How long a database is remembered after it is no longer watched: it can come back. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    private final Optional<Path> directory;
    private final Map<String, DatabaseHistory> kept = new ConcurrentHashMap<>();
    private volatile boolean failing;

    StateDirectory(@ConfigProperty(name = "immich-pg.state-directory") Optional<String> directory) {
        this.directory = directory.filter(text -> !text.isBlank()).map(Path::of);
    }

    /** Whether histories are kept across restarts. */
    boolean isConfigured() {
        return directory.isPresent();
    }

    /** The history of a database; a new one if there is none. */
    DatabaseHistory recall(String database, Instant now) {
        Optional<DatabaseHistory> history = directory.flatMap(d -> read(file(d, database), database));
        history.ifPresent(m -> kept.put(database, m));
        return history.orElseGet(() -> DatabaseHistory.beginning(now));
    }

    private static Optional<DatabaseHistory> read(Path file, String database) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StateFile.read(SmallFile.bytesOfNoLink(file, StateFile.MOST_BYTES), database));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn(file + " cannot be used: " + e.getMessage() + ". What has changed in database " + database
                    + " so far is lost; new changes are remembered.");
            return Optional.empty();
        }
    }

    /** Writes the history if it differs from the one on disk. */
    void keep(String database, DatabaseHistory history) {
        if (directory.isEmpty() || history.equals(kept.get(database))) {
            return;
        }
        try {
            replace(file(directory.get(), database), StateFile.write(history, database));
            kept.put(database, history);
            failing = false;
        } catch (IOException | UncheckedIOException e) {
            if (!failing) {
                failing = true;
                LOG.warn("The state of database " + database + " cannot be written to " + directory.get() + " ("
                        + e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage()
                        + "). What has changed is remembered only as long as the agent runs.");
            }
        }
    }

    /** After this the file has the new content or the old one, never a part, even if the power fails. */
    private static void replace(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(UNFINISHED + file.getFileName());
        // What is there is left over from an interrupted write, or is a link that somebody else made: never write
        // through it.
        Files.deleteIfExists(unfinished);
        try (FileChannel channel =
                FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes the files of databases that have not been watched for a long time, so that the directory does not grow forever. */
    void keepOnly(Set<String> databases, Instant now) {
        kept.keySet().retainAll(databases);
        directory.ifPresent(d -> {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(d, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    boolean watched = databases.contains(name.substring(0, name.length() - SUFFIX.length()));
                    Instant written = Files.getLastModifiedTime(file).toInstant();
                    if (!watched && written.isBefore(now.minus(FORGOTTEN_AFTER))) {
                        Files.deleteIfExists(file);
                    }
                }
            } catch (IOException e) {
                LOG.warn("Old files in " + d + " cannot be deleted: " + e.getMessage() + ".");
            }
        });
    }

    private static Path file(Path directory, String database) {
        return directory.resolve(database + SUFFIX);
    }
}
