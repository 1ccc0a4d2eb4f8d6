package dev.immichpg.agent;

import dev.immichpg.input.SmallFile;
import dev.immichpg.input.UnusableFile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Where settings come from, for the agent and for the command line: system properties, the environment, and {@code .env} and
 * {@code config/application.properties} in the working directory, or in that of the service. Only files can
 * change while the program runs.
 */
public final class ConfigurationFiles {

    /**
     * Where Quarkus looks for it as well, which knows the working directory alone. The launcher gives a command that is told
     * of no database the directory of the service.
     */
    private static final Path PROPERTIES =
            Path.of(System.getProperty("settings.directory", ""), "config", "application.properties");

    private static final Path DOT_ENV = Path.of(".env");

    /** The settings of a thousand databases are a tenth of it. */
    private static final int MOST_BYTES = 4 << 20;

    /** That of Quarkus: below the environment and {@code .env}. */
    private static final int ORDINAL = 260;

    /** What is being read before it is asked for; null: nothing. */
    private FutureTask<AgentSettings> ahead;

    private List<Path> others = List.of();
    private List<Print> inForce = List.of();
    private List<Print> seen = List.of();

    /** By what one sees that a file was written, without reading it. A link in its path counts as what it leads to. */
    private record Print(FileTime modified, long size, Object key) {

        static final Print OF_NOTHING = new Print(FileTime.fromMillis(0), -1, "");

        static Print of(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return new Print(is.lastModifiedTime(), is.size(), Objects.requireNonNullElse(is.fileKey(), ""));
            } catch (IOException e) {
                return OF_NOTHING;
            }
        }
    }

    /**
     * What is wrong with the form of the files, before anything is understood of them; Quarkus reads them before we can, and
     * would say it by a stack trace.
     *
     * @return one sentence, without secrets; empty where nothing is
     */
    public static Optional<String> fault() {
        return Stream.of(PROPERTIES, DOT_ENV)
                .flatMap(file -> fault(file).stream())
                .findFirst();
    }

    static Optional<String> fault(Path file) {
        if (!Files.exists(file) || isNothing(file)) {
            return Optional.empty();
        }
        try {
            new Properties()
                    .load(new StringReader(new String(SmallFile.bytes(file, MOST_BYTES), StandardCharsets.UTF_8)));
            return Optional.empty();
        } catch (UnusableFile e) {
            return Optional.of(file + " cannot be read: " + e.getMessage() + ".");
        } catch (IOException e) {
            return Optional.of(file + " cannot be read; check that the agent is allowed to read it.");
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    file + " is not a properties file: it has \\u without four hexadecimal digits after it; write a"
                            + " backslash twice.");
        }
    }

    /** {@code /dev/null}, by which a container hides a file. */
    private static boolean isNothing(Path file) {
        try {
            return file.toRealPath().equals(Path.of("/dev/null"));
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws InvalidSettings where a file cannot be read */
    public static Config config() {
        fault().ifPresent(fault -> {
            throw new InvalidSettings(fault);
        });
        // System properties, the environment, and .env in the working directory.
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addSystemSources();
        if (Files.exists(PROPERTIES)) {
            try {
                builder.withSources(
                        new PropertiesConfigSource(PROPERTIES.toUri().toURL(), ORDINAL));
            } catch (IOException e) {
                throw new InvalidSettings(PROPERTIES + " cannot be read.");
            }
        }
        return builder.build();
    }

    /**
     * Begins the first {@link #read} on a thread of its own, while the rest of a start goes on without it. Where the machine gives
     * no thread, they are read when they are needed. To be called once, before anything else.
     */
    public void readAhead() {
        FutureTask<AgentSettings> reading = new FutureTask<>(this::readNow);
        Thread reader = new Thread(reading, "settings");
        reader.setDaemon(true);
        try {
            reader.start();
            ahead = reading;
        } catch (OutOfMemoryError e) {
            // There is no thread to be had.
        }
    }

    /** @throws InvalidSettings with every problem found, one sentence each */
    public AgentSettings read() {
        FutureTask<AgentSettings> begun = ahead;
        ahead = null;
        if (begun == null) {
            return readNow();
        }
        try {
            return begun.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // There are no others.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return readNow();
        }
    }

    private AgentSettings readNow() {
        // Before reading: what is written meanwhile will look changed.
        inForce = prints();
        seen = inForce;
        AgentSettings settings = AgentSettings.load(config());
        if (!others.equals(settings.files())) {
            others = settings.files();
            inForce = prints();
            seen = inForce;
        }
        return settings;
    }

    /**
     * Whether a file has changed since it was last read, and no more since the last question: an editor that still writes is
     * let finish.
     */
    boolean haveChanged() {
        List<Print> now = prints();
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(inForce);
    }

    private List<Print> prints() {
        return Stream.concat(Stream.of(PROPERTIES, DOT_ENV), others.stream())
                .map(Print::of)
                .toList();
    }
}
