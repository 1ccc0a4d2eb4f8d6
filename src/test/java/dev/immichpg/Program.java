package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.ledger.NoLedger;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A run of the packaged program, as a process of its own. When it is over, nothing that it wrote holds a secret or a stack trace. */
public final class Program implements AutoCloseable {

    /** Stands in the passwords that tests give; nothing may show it. */
    public static final String CANARY = "s3cr3t-canary";

    public static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Doors answer at once; this is what a busy machine may take for it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    /**
     * Where it runs.
     *
     * @param prefix the command that runs it there
     * @param address of its doors, as they are seen from here
     */
    public record RunsIn(List<String> prefix, String address) {
        static final RunsIn HERE = new RunsIn(List.of(), "127.0.0.1");
    }

    private final RunsIn place;
    private final Path out;
    private final Path err;
    private final int port;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(AT_ONCE).build();

    /**
     * Starts it in a directory of its own.
     *
     * @param directory in which that is made
     * @param environment all that it has of it
     */
    public Program(Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
        this(RunsIn.HERE, environment, arguments, Files.createTempDirectory(directory, "run"));
    }

    /**
     * Starts it.
     *
     * @param environment all that it has of it
     * @param own the directory in which it works
     */
    public Program(Map<String, String> environment, List<String> arguments, Path own) throws IOException {
        this(RunsIn.HERE, environment, arguments, own);
    }

    /**
     * Starts it.
     *
     * @param environment all that it has of it
     * @param own the directory in which it works
     */
    public Program(RunsIn place, Map<String, String> environment, List<String> arguments, Path own) throws IOException {
        this.place = place;
        out = own.resolve("out");
        err = own.resolve("err");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(place.prefix());
        command.addAll(Packaged.agent());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(own.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("IMMICH_PG_PORT", Integer.toString(port));
        if (!place.equals(RunsIn.HERE)) {
            builder.environment().put("IMMICH_PG_HOST", "0.0.0.0");
        }
        builder.environment().putAll(NoLedger.environment());
        builder.environment().putAll(environment);
        process = builder.start();
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    public int port() {
        return port;
    }

    public List<String> output() {
        return lines(out);
    }

    public List<String> errors() {
        return lines(err);
    }

    public boolean said(String pattern) {
        Pattern line = Pattern.compile(pattern);
        return output().stream().anyMatch(l -> line.matcher(l).find());
    }

    /** A metric can be seen a moment before the line in the log. */
    public void awaitSaid(String pattern) {
        await("a line with " + pattern, () -> said(pattern));
    }

    /** As Linux counts them. */
    public int threads() {
        return lines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    public int exit(Duration within) throws InterruptedException {
        assertTrue(process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS), () -> "it did not end\n" + all());
        return process.exitValue();
    }

    public void assertEndsAtOnce() throws InterruptedException {
        process.destroy(); // SIGTERM
        assertEquals(128 + 15, exit(Duration.ofSeconds(2)));
    }

    public String body(String path) {
        return get(path).body();
    }

    public int status(String path) {
        return get(path).statusCode();
    }

    public int status(int other, String path) {
        // That a door answers at once is the matter of other tests.
        return get(other, path, PATIENCE).statusCode();
    }

    public double examinations(String database) {
        String metrics = get("/metrics").body();
        return Stream.of("success", "failure")
                .mapToDouble(outcome -> Double.parseDouble(
                        value(metrics, "immich_pg_examinations_total", database, "outcome=\"" + outcome + "\"")))
                .sum();
    }

    public String value(String metric, String database) {
        return value(get("/metrics").body(), metric, database, "");
    }

    /** Of the series whose other labels begin with this one: {@code check="server-read-only"}. */
    public String value(String metric, String database, String label) {
        return value(get("/metrics").body(), metric, database, label);
    }

    private static String value(String metrics, String metric, String database, String label) {
        Matcher sample = Pattern.compile(
                        "^" + metric + "\\{database=\"" + database + "\",?" + label + "[^}]*\\} (.*)$",
                        Pattern.MULTILINE)
                .matcher(metrics);
        return sample.find() ? sample.group(1) : "absent";
    }

    public void awaitUp(String database, String value) {
        await(
                "immich_pg_up of " + database + " is " + value,
                () -> value("immich_pg_up", database).equals(value));
    }

    public void awaitExaminations(String database, int more) {
        double before = examinations(database);
        await(more + " examinations of " + database, () -> examinations(database) >= before + more);
    }

    public void await(String what, BooleanSupplier condition) {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertTrue(process.isAlive() && Instant.now().isBefore(limit), () -> "never: " + what + "\n" + all());
            pause();
        }
    }

    /** Once the door is open, it answers at once whatever the databases do. */
    private HttpResponse<String> get(String path) {
        return get(port, path, AT_ONCE);
    }

    private HttpResponse<String> get(int from, String path, Duration within) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + place.address() + ":" + from + path))
                .timeout(within)
                .build();
        Instant limit = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (ConnectException e) {
                assertTrue(process.isAlive() && Instant.now().isBefore(limit), () -> "no door opened\n" + all());
                pause();
            } catch (IOException e) {
                throw new AssertionError(path + " did not answer: " + e + "\n" + all(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    private String all() {
        return String.join("\n", output()) + "\n" + String.join("\n", errors());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        String written = all();
        assertFalse(written.contains(CANARY), () -> "shows a secret:\n" + written);
        assertFalse(
                Pattern.compile("^\\s+at |^Caused by|Exception", Pattern.MULTILINE)
                        .matcher(written)
                        .find(),
                () -> "shows a stack trace:\n" + written);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
