package dev.immichpg.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Memory;
import dev.immichpg.catalog.Memory.Build;
import dev.immichpg.catalog.Memory.Files;
import dev.immichpg.catalog.Memory.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateFileTest {

    private static final Memory MEMORY = new Memory(
            List.of(
                    new Start(
                            1_790_000_000_000L,
                            1_790_000_600_000L,
                            900,
                            4_294_967_400L,
                            List.of(
                                    new Files("vchord", "0.5.3", "1.0.0", ""),
                                    new Files("vectors", "", "0.3.0", "0.3.0"))),
                    new Start(1_790_000_700_000L, Long.MAX_VALUE, 4_294_967_401L, Long.MAX_VALUE, List.of())),
            List.of(
                    new Build("public", "clip_index", 4_294_967_399L, "1.0.0"),
                    new Build("\"a\\ schema\u00e9", "face_index", 0, "")),
            new Memory.Assets(12, 5000, 1_790_000_700_001L));

    /** Issue 14: byte for byte, whatever is remembered of the catalogs. */
    @Test
    void memorySurvivesTheFile() throws IOException {
        DatabaseHistory history = history();

        byte[] written = StateFile.write(history, "home");
        DatabaseHistory read = StateFile.read(written, "home");

        assertEquals(MEMORY, read.catalogs());
        assertEquals(history, read);
        assertArrayEquals(written, StateFile.write(read, "home"));
    }

    @Test
    void whatANewerAgentAddsIsIgnoredAndTheRestKept() throws IOException {
        String written = new String(StateFile.write(history(), "home"), StandardCharsets.UTF_8);
        String newer = written.replace("{\"startedAt\"", "{\"timeline\":7,\"startedAt\"")
                .replace("{\"extension\"", "{\"digest\":\"x\",\"extension\"")
                .replace("{\"schema\"", "{\"rows\":[1,{}],\"schema\"")
                .replace("{\"starts\"", "{\"standby\":null,\"starts\"")
                .replaceFirst("\\{", "{\"of\":\"a newer agent\",");

        assertEquals(written.length() + 2 * 13 + 2 * 13 + 2 * 14 + 15 + 21, newer.length(), newer);
        assertEquals(history(), read(newer));
    }

    /** An older agent could not tell what it means. */
    @Test
    void anotherFormatIsRefused() {
        String newer = new String(StateFile.write(history(), "home"), StandardCharsets.UTF_8)
                .replaceFirst("\"format\":1", "\"format\":2");

        assertEquals(
                "it is not of format 1",
                assertThrows(IllegalArgumentException.class, () -> read(newer)).getMessage());
    }

    private static DatabaseHistory read(String json) throws IOException {
        return StateFile.read(json.getBytes(StandardCharsets.UTF_8), "home");
    }

    private static DatabaseHistory history() {
        DatabaseHistory seen = DatabaseHistory.beginning(Reports.NOON)
                .after(Reports.of("home", Given.vchord(), Reports.NOON))
                .after(Reports.of(
                        "home", Given.vchord().available("vchord", "1.1.1"), Reports.NOON.plus(Duration.ofHours(1))));
        return new DatabaseHistory(
                seen.since(), seen.readable(), seen.seen(), seen.extensions(), seen.changes(), MEMORY);
    }
}
