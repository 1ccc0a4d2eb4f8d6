package dev.immichpg.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.immichpg.fault.Certificates;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.newsclub.net.unix.AFUNIXSocket;

/** Issue 12: whatever a server says, it is one sentence, in time, and costs little. All of them at once. */
class LyingServersTest {

    /** Enough for a hundred of them at once, and short enough to be waited for. */
    private static final Timeouts TIMEOUTS = new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(6),
            Duration.ofSeconds(4),
            Duration.ofMillis(500),
            Duration.ofMillis(250));

    /** For a machine that is busy; without an end it would be no time at all. */
    private static final Duration PATIENCE = TIMEOUTS.examination(false).plusSeconds(10);

    /** What is allowed, and what the buffers of two sockets hold. */
    private static final long MOST_BYTES = 24 << 20;

    private static final long MOST_MEMORY = 24 << 20;

    private record Outcome(String sentence, Duration took, long bytes, long memory) {}

    @TempDir
    static Path directory;

    private static final Map<String, Future<Outcome>> OUTCOMES = new TreeMap<>();

    @BeforeAll
    static void lieAllAtOnce() throws Exception {
        AFUNIXSocket.isSupported(); // Loads its library, which takes its time.
        Certificates certificates = new Certificates(directory);
        certificates.authority("liar");
        SSLContext tls = certificates.context();
        List<Callable<Outcome>> talks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Lies lie : Lies.all()) {
            names.add("tcp " + lie.name());
            talks.add(() -> read(
                    LyingServer.overTcp(lie.lie()),
                    server -> "postgresql://u:secret@127.0.0.1:" + server.port() + "/d"));
            names.add("unix " + lie.name());
            Path own = Files.createTempDirectory(directory, "s");
            talks.add(() ->
                    read(LyingServer.overUnixSocket(lie.lie(), own), server -> "postgresql://u:secret@/d?host=" + own));
            names.add("tls " + lie.name());
            talks.add(() -> read(
                    LyingServer.overTls(lie.lie(), tls),
                    server -> "postgresql://u:secret@127.0.0.1:" + server.port() + "/d?sslmode=no-verify"));
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Outcome>> outcomes = threads.invokeAll(talks);
        threads.shutdown();
        for (int i = 0; i < names.size(); i++) {
            OUTCOMES.put(names.get(i), outcomes.get(i));
        }
    }

    private static Outcome read(LyingServer opened, Function<LyingServer, String> url) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (LyingServer server = opened;
                CatalogReader reader =
                        new CatalogReader(ImmichUrl.parse(url.apply(server), "u"), Optional.empty(), false, TIMEOUTS)) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long began = System.nanoTime();
            UnreadableDatabase e = assertThrows(UnreadableDatabase.class, reader::read);
            return new Outcome(
                    e.getMessage(),
                    Duration.ofNanos(System.nanoTime() - began),
                    server.bytesTold(),
                    threads.getCurrentThreadAllocatedBytes() - before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.immichpg.postgres.Lies#all")
    void issue12(Lies lie) throws Exception {
        for (String way : List.of("tcp", "unix", "tls")) {
            Outcome outcome = OUTCOMES.get(way + " " + lie.name()).get();
            String sentence = outcome.sentence();
            // On a busy machine a flood may be late as well, which is as right.
            boolean late = outcome.took().compareTo(TIMEOUTS.answer()) >= 0;
            String says = late ? "(" + lie.says() + "|" + Lies.LATE + ")" : lie.says();
            assertTrue(Pattern.matches("Could not read \\S+ as user u: " + says, sentence), () -> way + ": " + outcome);
            assertTrue(!sentence.contains("secret") && sentence.length() < 600, () -> way + ": " + outcome);
            assertTrue(outcome.took().compareTo(PATIENCE) < 0, () -> way + ": " + outcome);
            assertTrue(outcome.bytes() < MOST_BYTES, () -> way + ": " + outcome);
            assertTrue(outcome.memory() < MOST_MEMORY, () -> way + ": " + outcome);
        }
    }
}
