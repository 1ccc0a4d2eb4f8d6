package dev.immichpg.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every call of the program that a page, an example or a help shows is one that it takes; what needs no database is run. */
class DocumentedCallsTest {

    private static final Pattern CALL = Pattern.compile(
            "(?:^|[\\s`(/\"])immich-pg-monitor ((?:check|fix|snapshot|prepare|explain|checks|releases|completion|man|serve|notify|pause|schema)\\b"
                    + "[^`\\n|>#;&)\"]*)",
            Pattern.MULTILINE);

    /** They are over at once, and ask nobody. */
    private static final Set<String> WITHOUT_DATABASE =
            Set.of("prepare", "explain", "checks", "releases", "completion", "man");

    static Set<String> calls() {
        return documents()
                .flatMap(text -> CALL.matcher(text).results())
                // What stands after it in the line is said of it.
                .map(call ->
                        call.group(1).split(" {2,}|\\s+…|\\s+,|\\s+\\(|, ")[0].strip())
                .map(call -> call.replaceAll("[.,:]$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> documents() {
        StandardStreams streams = streams(new ByteArrayOutputStream());
        Stream<String> help = Stream.concat(
                        Stream.of(Terminal.commandLine(streams)),
                        Terminal.commandLine(streams).getSubcommands().values().stream())
                .map(CommandLine::getUsageMessage)
                // The synopsis is no call.
                .map(usage -> usage.replaceAll("(?s)\\AUsage:.*?\\n(?=\\S)", ""));
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
            List<Path> files = Stream.of(
                            docs,
                            deploy,
                            Stream.of(
                                    Path.of("README.md"),
                                    Path.of("src/dist/README.txt"),
                                    Path.of("src/dist/application.properties"),
                                    Path.of("Dockerfile")))
                    .flatMap(s -> s)
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(png|json)"))
                    .toList();
            return Stream.concat(files.stream().map(DocumentedCallsTest::read), help);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    private static StandardStreams streams(ByteArrayOutputStream out) {
        return new StandardStreams(out, out, false, false, false);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isTaken(String call) {
        // A word in quotes is one; what stands for something is replaced by such a thing.
        String[] words = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)")
                .matcher(call)
                .results()
                .map(word -> word.group().replaceAll("^[\"']|[\"']$", ""))
                .toArray(String[]::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StandardStreams streams = streams(out);
        CommandLine root = Terminal.commandLine(streams);
        if (WITHOUT_DATABASE.contains(words[0])) {
            // The build's own properties look like settings of the agent.
            Map<String, String> ofBuild = System.getProperties().stringPropertyNames().stream()
                    .filter(name -> name.startsWith("immich-pg."))
                    .collect(Collectors.toMap(name -> name, System::getProperty));
            ofBuild.keySet().forEach(System::clearProperty);
            try {
                assertEquals(0, Terminal.run(streams, root, words), () -> out.toString(StandardCharsets.UTF_8));
            } finally {
                ofBuild.forEach(System::setProperty);
            }
        } else {
            root.parseArgs(words);
        }
    }

    @Test
    void theyAreFound() {
        Set<String> calls = calls();
        assertTrue(calls.contains("check --format nagios"), calls::toString);
        assertTrue(calls.contains("prepare --era vchord --monitor-role immich_monitor"), calls::toString);
    }
}
