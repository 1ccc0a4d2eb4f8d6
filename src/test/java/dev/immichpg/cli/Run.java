package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.Lacking;
import dev.immichpg.Packaged;
import dev.immichpg.ledger.NoLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run of a program that has ended: the packaged one as a process, or another that is given what it prints. It starts with
 * nothing but the environment that a test gives it, and shows neither a secret nor a stack trace. Where a test is of what a
 * command says, and not of the process, the command runs in this JVM, which costs a fraction of a start.
 */
record Run(int exit, String out, String err) {

    /** In every password that these tests set. */
    static final String CANARY = "s3cr3t-canary";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at [a-z]|^Caused by|Exception");

    /** How a shell calls the packaged program. */
    static List<String> program() {
        return Packaged.terminal();
    }

    /** The packaged program in a directory. */
    static Run of(Path directory, Map<String, String> environment, String... arguments) {
        return with(
                directory,
                environment,
                "",
                Stream.concat(program().stream(), Stream.of(arguments)).toList());
    }

    /** A command in this JVM, whose working directory it has: a file is to be named by its whole path. */
    static Run inThisJvm(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        StandardStreams streams = new StandardStreams(out, err, false, false, false);
        // The agent takes the names of variables from properties too; the build's own properties look like settings.
        Properties before = System.getProperties();
        Properties during = new Properties();
        before.stringPropertyNames().stream()
                .filter(name -> !name.startsWith("immich-pg."))
                .forEach(name -> during.setProperty(name, before.getProperty(name)));
        during.putAll(NoLedger.environment());
        during.putAll(environment);
        int exit;
        System.setProperties(during);
        try {
            exit = Terminal.run(streams, Terminal.commandLine(streams, arguments), arguments);
        } finally {
            System.setProperties(before);
        }
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8))
                .withoutSecretAndStackTrace();
    }

    static Run with(Path directory, Map<String, String> environment, String input, List<String> command) {
        try {
            Path own = Files.createTempDirectory("run");
            Path in = Files.writeString(own.resolve("in"), input);
            Path out = own.resolve("out");
            Path err = own.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(NoLedger.environment());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            String said = Files.readString(out);
            String complained = Files.readString(err);
            assertTrue(ended, () -> "it did not end\n" + said + complained);
            for (Path file : List.of(in, out, err, own)) {
                Files.delete(file);
            }
            return new Run(process.exitValue(), said, complained).withoutSecretAndStackTrace();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Run withoutSecretAndStackTrace() {
        assertFalse((out + err).contains(CANARY), () -> "shows a secret:\n" + out + err);
        assertFalse(STACK_TRACE.matcher(err).find(), () -> "shows a stack trace:\n" + err);
        return this;
    }

    /** Something other than ours, which a newcomer's machine may lack, and CI may not. */
    static void assumeInstalled(String tool) {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
        if (!installed) {
            Lacking.skip("immich-pg.tools.obligatory", tool + " is not installed, so nobody has tried it.");
        }
    }

    static Map<String, String> withPath(String... more) {
        Map<String, String> environment = new java.util.HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    /** Single quotes for a shell. */
    static String quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        words.forEach(w -> quoted.add("'" + w.replace("'", "'\\''") + "'"));
        return String.join(" ", quoted);
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /** It did what it was told, and had nothing to complain of. */
    Run expect(int code) {
        assertEquals(code, exit, () -> out + err);
        assertEquals("", err);
        return this;
    }

    /** It did nothing, and says why. */
    void expectRefusal(int code, String... sentences) {
        assertEquals(code, exit, () -> out + err);
        assertEquals("", out);
        assertEquals(
                List.of(sentences),
                err.lines()
                        .map(line -> line.replaceFirst("^immich-pg-monitor: ", ""))
                        .toList());
    }
}
