package dev.immichpg.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.immichpg.Lacking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What stands in {@code deploy/}, read. */
final class Deployed {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private Deployed() {}

    static Path file(String path) {
        return Path.of("deploy").resolve(path);
    }

    static String text(String path) {
        return read(file(path));
    }

    static String dockerfile() {
        return read(Path.of("src/main/docker/Dockerfile.jvm"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String path) {
        try {
            return YAML.readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    static JsonNode parse(String yaml) throws IOException {
        return YAML.readTree(yaml);
    }

    static JsonNode json(String path) {
        try {
            return JSON.readTree(text(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** Below a directory, by how their names end. */
    static List<Path> files(Path below, String... endings) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> Stream.of(endings).anyMatch(f.toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> stream(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false);
    }

    /** What a run of a program of this machine came to. */
    record Run(int exit, String output) {}

    /**
     * Runs a program if this machine has it. With {@code -Dimmich-pg.tools.obligatory=true}, as in CI, it must have it.
     *
     * <p>Where it need not, the test that asks is skipped, and says so.
     */
    static Run run(String... command) {
        return runIn(Path.of("."), command);
    }

    /** Runs a program that CI need not have: Debian has none of it. */
    static Run runIfThere(String... command) {
        return run(Lacking.NEVER_OBLIGATORY, Path.of("."), command);
    }

    static Run runIn(Path directory, String... command) {
        return run("immich-pg.tools.obligatory", directory, command);
    }

    private static Run run(String obligatory, Path directory, String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return Lacking.skip(obligatory, command[0] + " is not installed, so nobody has asked it.");
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
