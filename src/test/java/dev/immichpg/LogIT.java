package dev.immichpg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged agent logs of a database that it cannot reach, for machines. */
class LogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void oneObjectForEachEvent() throws Exception {
        List<String> lines = logged(Map.of("IMMICH_PG_LOG_FORMAT", "json"));
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            events.add(JSON.readTree(line));
        }
        JsonNode refused = events.stream()
                .filter(event -> event.get("message").asText().contains("Could not read"))
                .findFirst()
                .orElseThrow();
        assertEquals("WARN", refused.get("level").asText());
        assertEquals("immich-pg-monitor", refused.get("loggerName").asText());
    }

    @Test
    void theNamesOfTheElasticCommonSchemaAndALevel() throws Exception {
        List<String> lines = logged(Map.of("IMMICH_PG_LOG_FORMAT", "ecs", "IMMICH_PG_LOG_LEVEL", "warn"));
        for (String line : lines) {
            assertEquals("WARN", JSON.readTree(line).get("log.level").asText(), line);
            assertTrue(JSON.readTree(line).has("@timestamp"), line);
        }
    }

    /** A file takes the place of the journal's socket: systemd tells both by the same numbers. */
    @Test
    void aLineWithItsPriorityForTheJournal() throws Exception {
        Path log = Files.createFile(directory.resolve("log"));
        Map<String, Object> numbers = Files.readAttributes(log, "unix:dev,ino");
        List<String> lines = logged(Map.of("JOURNAL_STREAM", numbers.get("dev") + ":" + numbers.get("ino")));
        List<String> ours = lines.stream()
                .dropWhile(line -> !line.contains("immich-pg-monitor "))
                .collect(Collectors.toList());
        assertTrue(ours.get(0).startsWith("<6>immich-pg-monitor "), lines::toString);
        assertTrue(ours.get(1).startsWith("<6>Listening on http"), lines::toString);
        assertEquals("<6>Stopped.", ours.get(ours.size() - 1), lines::toString);
        assertTrue(ours.stream().allMatch(line -> line.matches("<[3467]>\\S.*")), lines::toString);
        assertTrue(
                ours.stream().anyMatch(line -> line.startsWith("<4>") && line.contains("Could not read")),
                lines::toString);
    }

    /** The lines up to the one that says that the database cannot be read, and what it says when it is ended then. */
    private List<String> logged(Map<String, String> environment) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(Packaged.agent())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("DB_URL", "postgresql://nobody@127.0.0.1:1/none");
        builder.environment().put("IMMICH_PG_HOST", "127.0.0.1");
        builder.environment().put("IMMICH_PG_PORT", "0");
        builder.environment().putAll(environment);
        Process agent = builder.start();
        try {
            Instant limit = Instant.now().plus(PATIENCE);
            while (!(Files.exists(log) && Files.readString(log).contains("Could not read"))) {
                assertTrue(agent.isAlive() && Instant.now().isBefore(limit), () -> read(log));
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } finally {
            agent.destroy();
            agent.waitFor();
        }
        return Files.readAllLines(log);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
