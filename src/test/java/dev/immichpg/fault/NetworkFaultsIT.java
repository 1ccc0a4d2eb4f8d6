package dev.immichpg.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Program;
import dev.immichpg.demo.EmbeddedServer;
import dev.immichpg.demo.ImmichDatabase;
import dev.immichpg.fault.Line.Break;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the agent and a server that is well. */
class NetworkFaultsIT {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** What a busy machine may take for it. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static final String LATE = "it did not answer in time; check whether the server hangs .*\\.";
    private static final String BROKEN = "nothing answers there, or the connection broke; check that .*\\.";

    /** In the middle of the login, and of the answer, which is longer than the login. */
    private static final List<Fault> FAULTS = List.of(
            new Fault(Break.SILENT, 30, LATE),
            new Fault(Break.SILENT, 3000, LATE),
            new Fault(Break.RESET, 3000, BROKEN),
            new Fault(Break.CLOSED, 30, BROKEN),
            new Fault(Break.TRICKLING, 3000, LATE));

    private record Fault(Break what, int after, String says) {}

    @TempDir
    static Path directory;

    private static ImmichDatabase far;
    private static ImmichDatabase near;

    @BeforeAll
    static void open() {
        far = database(EmbeddedServer.start(17, EmbeddedServer.Options::baseline));
        near = database(EmbeddedServer.shared(16));
    }

    @AfterAll
    static void close() {
        far.server().close();
        near.drop();
    }

    private static ImmichDatabase database(EmbeddedServer server) {
        return ImmichDatabase.on(server)
                .vchord("0.4.3")
                .immich("2.7.5")
                .password(Program.CANARY)
                .create();
    }

    @Test
    void theLineBreaksInTheMiddle() throws Exception {
        try (Line line = new Line(far.server().port());
                Program program = new Program(
                        directory,
                        settings(far.url().replace(":" + far.server().port() + "/", ":" + line.port() + "/")),
                        List.of())) {
            program.awaitUp("far", "1.0");
            program.awaitUp("near", "1.0");
            program.awaitExaminations("far", 2);
            long sockets = sockets(program);
            long threads = threads(program);
            for (Fault fault : FAULTS) {
                int before = program.output().size();
                double nearBefore = program.examinations("near");
                long began = System.nanoTime();
                line.breaks(fault.what(), fault.after());
                program.awaitUp("far", "0.0");
                Duration noticed = since(began);
                program.awaitExaminations("far", 1);
                assertEquals(200, program.status("/health/live"));
                assertEquals(200, program.status("/health/ready"));
                assertEquals(503, program.status("/health/well"));
                List<String> said =
                        program.output().subList(before, program.output().size());
                String sentence = "Database far: Could not read \\S+ as user \\S+: " + fault.says();
                assertTrue(
                        said.stream()
                                .anyMatch(l -> l.replaceFirst("^.*? WARN  ", "").matches(sentence)),
                        () -> fault + " says " + said);
                double meanwhile = program.examinations("near") - nearBefore;
                assertTrue(meanwhile >= since(began).toSeconds() - 1, () -> "the near one was delayed: " + meanwhile);
                line.fix();
                long fixed = System.nanoTime();
                program.awaitUp("far", "1.0");
                Duration recovered = since(fixed);
                System.out.printf(
                        "NetworkFaults: %s after %d bytes: noticed after %d ms, recovered after %d ms%n",
                        fault.what(), fault.after(), noticed.toMillis(), recovered.toMillis());
                assertTrue(noticed.compareTo(EVERY.plus(TIMEOUT).plus(SLACK)) < 0, () -> fault + ": " + noticed);
                // An examination that had begun before must come to its end.
                assertTrue(recovered.compareTo(EVERY.plus(TIMEOUT).plus(SLACK)) < 0, () -> fault + ": " + recovered);
                assertEquals("1.0", program.value("immich_pg_up", "near"));
            }
            program.await("well", () -> program.status("/health/well") == 200);
            awaitAtMost(program, "sockets", () -> sockets(program), sockets);
            awaitAtMost(program, "threads", () -> threads(program), threads + 2);
            program.assertEndsAtOnce();
        }
    }

    /** With a real cable between two network namespaces. */
    @Test
    void theCableIsCutAndLosesPackets() throws Exception {
        try (Namespace elsewhere = new Namespace()) {
            EmbeddedServer server = far.server();
            server.configure("listen_addresses", "127.0.0.1," + elsewhere.here());
            Path hba = server.dataDirectory().resolve("pg_hba.conf");
            Files.writeString(hba, Files.readString(hba) + "host all all " + elsewhere.there() + "/32 scram-sha-256\n");
            server.restart();
            Map<String, String> settings = Map.of(
                    "DB_URL",
                    far.url().replace("127.0.0.1", elsewhere.here()),
                    "IMMICH_PG_EVERY",
                    EVERY.toSeconds() + "s",
                    "IMMICH_PG_TIMEOUT",
                    "10s");
            try (Program program =
                    new Program(elsewhere.place(), settings, List.of(), Files.createTempDirectory(directory, "run"))) {
                program.awaitUp("immich", "1.0");
                program.awaitExaminations("immich", 2);
                long sockets = sockets(program);

                long sent = elsewhere.sent();
                program.awaitExaminations("immich", 1);
                long answer = elsewhere.sent() - sent;
                System.out.printf("NetworkFaults: an examination is %d bytes on the wire%n", answer);

                // A fifth of all packets is lost in each direction: slower, and no fault.
                elsewhere.lose(0.2);
                double before = successes(program);
                long began = System.nanoTime();
                program.await("five good examinations", () -> successes(program) >= before + 5);
                System.out.printf(
                        "NetworkFaults: 5 good examinations with %d packets lost took %d ms, %.0f failed%n",
                        elsewhere.lost(), since(began).toMillis(), failures(program));
                assertTrue(elsewhere.lost() > 0);
                elsewhere.loseNothing();
                program.awaitUp("immich", "1.0");

                // So slow that an answer takes seconds, and then nothing more.
                elsewhere.slow("64kbit");
                double slowly = successes(program);
                program.await("a slow one", () -> successes(program) > slowly);
                long at = elsewhere.sent() + answer / 3;
                program.await("the middle of an answer", () -> sent(elsewhere) >= at);
                elsewhere.cut();
                elsewhere.quick();
                long cut = System.nanoTime();
                program.awaitUp("immich", "0.0");
                Duration noticed = since(cut);
                program.awaitSaid("Database immich: Could not read \\S+ as user \\S+: (" + LATE + "|" + BROKEN + ")$");
                assertEquals(200, program.status("/health/ready"));
                assertEquals(503, program.status("/health/well"));
                program.awaitExaminations("immich", 2);
                elsewhere.fix();
                long fixed = System.nanoTime();
                program.awaitUp("immich", "1.0");
                System.out.printf(
                        "NetworkFaults: cable cut: noticed after %d ms, recovered after %d ms%n",
                        noticed.toMillis(), since(fixed).toMillis());
                assertTrue(noticed.compareTo(EVERY.plusSeconds(10).plus(SLACK)) < 0, noticed::toString);
                program.await("well", () -> program.status("/health/well") == 200);
                awaitAtMost(program, "sockets", () -> sockets(program), sockets);
            }
        }
    }

    private static Map<String, String> settings(String url) {
        return Map.of(
                "IMMICH_PG_DATABASES_FAR_URL",
                url,
                "IMMICH_PG_DATABASES_NEAR_URL",
                near.url(),
                "IMMICH_PG_EVERY",
                EVERY.toSeconds() + "s",
                "IMMICH_PG_TIMEOUT",
                TIMEOUT.toSeconds() + "s");
    }

    private static double successes(Program program) {
        return count(program, "success");
    }

    private static double failures(Program program) {
        return count(program, "failure");
    }

    private static double count(Program program, String outcome) {
        return program.body("/metrics")
                .lines()
                .filter(l -> l.startsWith("immich_pg_examinations_total{") && l.contains("\"" + outcome + "\""))
                .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
                .sum();
    }

    private static long sent(Namespace elsewhere) {
        try {
            return elsewhere.sent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitAtMost(Program program, String what, LongSupplier count, long most) {
        program.await("at most " + most + " " + what, () -> count.getAsLong() <= most);
    }

    private static long threads(Program program) {
        return entries(program, "task").count();
    }

    private static long sockets(Program program) {
        return entries(program, "fd").filter(NetworkFaultsIT::isSocket).count();
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            return false; // closed meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> entries(Program program, String kind) {
        try (Stream<Path> all =
                Files.list(Path.of("/proc", Long.toString(program.process().pid()), kind))) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
