package dev.immichpg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * What was skipped and why: each JVM of the tests notes it, and the last step of {@code verify} lists it. The reports of
 * Surefire would not do: of a class that is skipped as a whole they hold nothing.
 */
public final class Skipped implements TestExecutionListener {

    private static final String DIRECTORY = "immich-pg.skipped";
    private static final String UNEXPLAINED = "It does not say why.";

    /** Registered for every run of tests; does nothing in one that is not the build's. */
    public Skipped() {}

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            note(test, result.getThrowable().map(Throwable::getMessage).orElse(null));
        }
    }

    private static void note(TestIdentifier test, String reason) {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return;
        }
        try {
            Path file = Files.createDirectories(Path.of(directory))
                    .resolve(ProcessHandle.current().pid() + ".txt");
            Files.writeString(file, line(test, reason) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(TestIdentifier test, String reason) {
        String why = Optional.ofNullable(reason)
                .map(text -> text.strip().replaceAll("\\s+", " ").replaceFirst("^Assumption failed: ", ""))
                .filter(text -> !text.isEmpty())
                .orElse(UNEXPLAINED);
        return why + "\t" + where(test);
    }

    private static String where(TestIdentifier test) {
        return test.getSource()
                .map(source -> source instanceof ClassSource whole
                        ? simple(whole.getClassName())
                        : source instanceof MethodSource method
                                ? simple(method.getClassName()) + "." + method.getMethodName()
                                : null)
                .orElse(test.getDisplayName());
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** Prints the list. @param arguments the directory of the notes */
    public static void main(String[] arguments) throws IOException {
        list(Path.of(arguments[0])).forEach(System.out::println);
    }

    /** One line for each reason. */
    static List<String> list(Path directory) throws IOException {
        Map<String, TreeSet<String>> tests = new TreeMap<>();
        for (String line : notes(directory)) {
            String[] parts = line.split("\t", 2);
            tests.computeIfAbsent(parts[0], reason -> new TreeSet<>()).add(parts[1]);
        }
        if (tests.isEmpty()) {
            return List.of("No test was skipped.");
        }
        return Stream.concat(
                        Stream.of("Skipped:"),
                        tests.entrySet().stream()
                                .map(entry -> "- " + entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")"))
                .collect(Collectors.toList());
    }

    private static List<String> notes(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.flatMap(Skipped::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
