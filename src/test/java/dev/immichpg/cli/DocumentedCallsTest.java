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

    static final String SNAPSHOT = "src/test/resources/dev/immichpg/postgres/snapshot-1.json";

    /** They are over at once, and ask nobody. */
    private static final Set<String> WITHOUT_DATABASE =
            Set.of("prepare", "explain", "checks", "releases", "completion", "man");

    /** In the README's table of commands, whose head has named the program. */
    private static final Pattern IN_TABLE = Pattern.compile(
            "`((?:check|fix|snapshot|prepare|explain|checks|releases|completion|serve|schema)\\b[^`]*)`");

    static Set<String> calls() {
        String table = read(Path.of("README.md"))
                .replaceFirst("(?s).*\\n## On the command line\\n", "")
                .replaceFirst("(?s)\\n## .*", "");
        return Stream.concat(
                        documents().flatMap(text -> CALL.matcher(text).results()),
                        IN_TABLE.matcher(table).results())
                // What stands after it in the line is said of it.
                .map(call ->
                        call.group(1).split(" {2,}|\\s+…|\\s+,|\\s+\\(|, ")[0].strip())
                .map(call -> call.replaceAll("[.,:]$", ""))
                .map(DocumentedCallsTest::withoutPlaceholders)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What stands for something is replaced by such a thing. */
    private static String withoutPlaceholders(String call) {
        return call.replaceAll(" \\[[A-Z…]+]", "")
                .replaceAll(" (--only|--mute)( …)?$", " $1 vector-index-missing")
                .replaceAll("^explain CHECK$", "explain vector-index-missing")
                .replaceAll("\\bFILE\\b|\\b[a-z]+\\.json\\b", SNAPSHOT);
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
                                    Path.of("src/main/docker/Dockerfile.jvm")))
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
        String[] words = words(call);
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

    /** A word in quotes is one. */
    static String[] words(String call) {
        return Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)")
                .matcher(call)
                .results()
                .map(word -> word.group().replaceAll("^[\"']|[\"']$", ""))
                .toArray(String[]::new);
    }

    @Test
    void theyAreFound() {
        Set<String> calls = calls();
        assertTrue(calls.contains("check --format nagios"), calls::toString);
        assertTrue(calls.contains("fix --snapshot " + SNAPSHOT), calls::toString);
        assertTrue(calls.contains("prepare --era vchord --monitor-role immich_monitor"), calls::toString);
    }
}
