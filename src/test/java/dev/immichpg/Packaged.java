package dev.immichpg;

import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * How the tests start the packaged program: with the image's flags that make a start shorter, and with an archive of the
 * classes that a first run of this build has loaded, as the image has one. That halves the processor time of a start, and
 * tests start it some two hundred times. Where a JDK makes no archive, it starts without.
 */
public final class Packaged {

    private static final Path JAR = Path.of(System.getProperty("program.jar", "target/quarkus-app/quarkus-run.jar"));
    private static final Path ARCHIVES = Path.of("target", "class-archives").toAbsolutePath();
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=4",
            "-Djdk.reflect.useNativeAccessorOnly=true");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static List<String> agent;
    private static List<String> terminal;

    private Packaged() {}

    /** For what serves; its arguments follow. */
    public static synchronized List<String> agent() {
        if (agent == null) {
            agent = command("agent", "serve");
        }
        return agent;
    }

    /** For what ends by itself. */
    public static synchronized List<String> terminal() {
        if (terminal == null) {
            terminal = command("terminal", "check");
        }
        return terminal;
    }

    private static List<String> command(String name, String trial) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        archive(name, trial).ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
        command.addAll(List.of("-jar", JAR.toString()));
        return List.copyOf(command);
    }

    /** Of this build and this JDK; made by whichever JVM of the tests comes first. */
    private static Optional<Path> archive(String name, String trial) {
        try {
            Files.createDirectories(ARCHIVES);
            Path archive = ARCHIVES.resolve(name + "-" + fingerprint() + ".jsa");
            try (FileChannel channel = FileChannel.open(
                            ARCHIVES.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(archive)) {
                    make(archive, trial);
                }
            }
            return Optional.of(archive).filter(file -> file.toFile().length() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty file says that it has been tried, and that there is none. */
    private static void make(Path archive, String trial) throws IOException {
        ImmichDatabase database = ImmichDatabase.on(EmbeddedServer.shared(17))
                .vchord("0.4.3")
                .immich("2.7.5")
                .create();
        try {
            make(archive, trial, database.url());
        } finally {
            database.drop();
        }
    }

    /** A run that examines a database, up to its end. */
    private static void make(Path archive, String trial, String database) throws IOException {
        Path own = Files.createTempDirectory("first-run");
        Path unfinished = own.resolve("archive.jsa");
        File log = own.resolve("log").toFile();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
        command.addAll(List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-jar", JAR.toString(), trial));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().clear();
        builder.environment().put("DB_URL", database);
        builder.environment().put("IMMICH_PG_HOST", "127.0.0.1");
        int port = freePort();
        builder.environment().put("IMMICH_PG_PORT", Integer.toString(port));
        Process process = builder.start();
        try {
            if (trial.equals("serve")) {
                awaitExamination(process, log.toPath());
                askAsTheImagesFirstRun(port);
                process.destroy();
            }
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end:\n" + Files.readString(log.toPath()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
        if (Files.exists(unfinished)) {
            Files.copy(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.createFile(archive);
        }
        try (Stream<Path> rest = Files.list(own)) {
            for (Path file : rest.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(own);
    }

    private static void awaitExamination(Process process, Path log) throws IOException, InterruptedException {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && !Files.readString(log).contains("would start")) {
            if (System.nanoTime() > limit) {
                throw new IOException("it examined nothing:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    /** What {@code make-class-archives} asks. */
    private static void askAsTheImagesFirstRun(int port) throws IOException {
        String script = Files.readString(Path.of("src", "main", "launcher", "make-class-archives"));
        Matcher paths = Pattern.compile("for path in (/.*); do").matcher(script);
        if (!paths.find()) {
            throw new IOException("make-class-archives asks nothing");
        }
        for (String path : paths.group(1).split(" ")) {
            try (InputStream answer =
                    URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
                answer.readAllBytes();
            }
        }
    }

    /** A JVM refuses an archive of other jars, or of jars that were touched, and says so where the tests look. */
    private static String fingerprint() throws IOException {
        CRC32 sum = new CRC32();
        sum.update((System.getProperty("java.home") + System.getProperty("java.vm.version")).getBytes());
        try (Stream<Path> files = Files.walk(JAR.getParent())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                sum.update((file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)).getBytes());
            }
        }
        return Long.toHexString(sum.getValue());
    }
}
