package dev.immichpg.publish;

import dev.immichpg.input.SmallFile;
import dev.immichpg.input.WholeFile;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps the {@linkplain DatabaseHistory history} of each database across restarts: one small file for each, which is replaced as a whole
 * when there is something new. A file that is damaged or of another kind is treated as missing. The log says so, and no examination
 * fails because of it. Without a directory nothing is kept.
 *
 * <p>Only one thread touches the directory, because its drive can hang. Others wait a limited time for what it reads, and do not wait
 * for what it writes.
 */
@ApplicationScoped
class StateDirectory {

    private static final Logger LOG = Logger.getLogger("immich-pg-monitor");

    private static final String SUFFIX = ".json";

    /** How long a database is remembered after it is no longer watched: it can come back. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    /** A disk that sleeps is awake by then. */
    private static final Duration LONGEST_RECALL = Duration.ofSeconds(15);

    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

    private final Optional<Path> directory;
    private final Executor drive;
    private final Duration patience;
    private final Map<String, DatabaseHistory> kept = new ConcurrentHashMap<>();
    /** What is to be written, the newest of each. */
    private final Map<String, DatabaseHistory> unwritten = new ConcurrentHashMap<>();
    /** Whose file was not read in time: it is left as it is, so that the next start can read it. */
    private final Set<String> unread = ConcurrentHashMap.newKeySet();

    private volatile boolean failing;
    /** When what is being done on the drive was begun; null: nothing is. */
    private volatile Long busySince;

    private volatile boolean hangs;

    @Inject
    StateDirectory(@ConfigProperty(name = "immich-pg.state-directory") Optional<String> directory) {
        this(directory, ownThread(), LONGEST_RECALL);
    }

    /** @param drive where everything is done that touches it, one after the other */
    StateDirectory(Optional<String> directory, Executor drive, Duration patience) {
        this.directory = directory.filter(text -> !text.isBlank()).map(Path::of);
        this.drive = drive;
        this.patience = patience;
    }

    private static Executor ownThread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "state");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** What has just been seen is still written, unless the drive hangs. */
    void end(@Observes ShutdownEvent event) {
        if (!unwritten.isEmpty()) {
            isDoneWithin(LONGEST_FAREWELL, () -> {});
        }
    }

    /** Whether histories are kept across restarts. */
    boolean isConfigured() {
        return directory.isPresent();
    }

    /** The history of each database; a new one if there is none. */
    Map<String, DatabaseHistory> recall(Collection<String> databases, Instant now) {
        Map<String, DatabaseHistory> recalled = new ConcurrentHashMap<>();
        if (directory.isPresent() && !databases.isEmpty()) {
            Set<String> open = ConcurrentHashMap.newKeySet();
            open.addAll(databases);
            Runnable reading = () -> databases.forEach(database -> {
                Optional<DatabaseHistory> history = read(file(directory.get(), database), database);
                if (open.remove(database)) {
                    history.ifPresent(h -> recalled.put(database, h));
                }
            });
            if (!isDoneWithin(patience, reading)) {
                databases.stream().filter(open::remove).forEach(unread::add);
                LOG.warn(directory.get() + " does not answer. What it holds of " + unread.size()
                        + (unread.size() == 1 ? " database" : " databases")
                        + " is left as it is, and new changes are remembered only as long as the agent runs.");
            }
        }
        kept.putAll(recalled);
        Map<String, DatabaseHistory> all = new TreeMap<>();
        databases.forEach(
                database -> all.put(database, recalled.getOrDefault(database, DatabaseHistory.beginning(now))));
        return all;
    }

    private boolean isDoneWithin(Duration time, Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        touch(() -> {
            work.run();
            done.complete(null);
        });
        try {
            done.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void touch(Runnable work) {
        try {
            drive.execute(() -> {
                busySince = System.nanoTime();
                try {
                    work.run();
                } finally {
                    busySince = null;
                    if (hangs) {
                        hangs = false;
                        LOG.info(directory.map(Path::toString).orElse("") + " answers again.");
                    }
                }
            });
        } catch (OutOfMemoryError e) {
            // The machine has no thread for it: it is tried again with the next change.
            failing = true;
        }
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

    /** Has the history written if it differs from the one on disk. Does not wait for that. */
    void keep(String database, DatabaseHistory history) {
        if (directory.isEmpty() || unread.contains(database)) {
            return;
        }
        mindTheDrive(directory.get());
        if (history.equals(kept.get(database)) && !unwritten.containsKey(database)) {
            return;
        }
        if (unwritten.put(database, history) == null || failing) {
            touch(() -> write(database));
        }
    }

    private void mindTheDrive(Path where) {
        Long since = busySince;
        if (since != null && !hangs && System.nanoTime() - since > LONGEST_WRITE.toNanos()) {
            hangs = true;
            LOG.warn(where + " does not answer. What has changed is written there when it answers again.");
        }
    }

    private void write(String database) {
        DatabaseHistory history = unwritten.remove(database);
        if (history == null || history.equals(kept.get(database))) {
            return;
        }
        try {
            WholeFile.replace(file(directory.get(), database), StateFile.write(history, database));
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

    /** Deletes the files of databases that have not been watched for a long time, so that the directory does not grow forever. */
    void keepOnly(Set<String> databases, Instant now) {
        kept.keySet().retainAll(databases);
        unread.retainAll(databases);
        directory.ifPresent(d -> touch(() -> tidyUp(d, databases, now)));
    }

    private static void tidyUp(Path d, Set<String> databases, Instant now) {
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
    }

    private static Path file(Path directory, String database) {
        return directory.resolve(database + SUFFIX);
    }
}
