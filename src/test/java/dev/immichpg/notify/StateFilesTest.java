package dev.immichpg.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path directory;

    static NotifierState throughAFile(NotifierState state) {
        try {
            Path directory = Files.createTempDirectory("state");
            StateFiles.write(directory, state);
            NotifierState read = StateFiles.read(directory, state.notifier());
            Files.delete(StateFiles.ofNotifier(directory, state.notifier()));
            Files.delete(directory);
            assertEquals(state, read);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aDamagedFileIsAsGoodAsNone() throws IOException {
        byte[] whole;
        StateFiles.write(directory, NotifierState.beginning("phone"));
        Path file = StateFiles.ofNotifier(directory, "phone");
        whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals(NotifierState.beginning("phone"), StateFiles.read(directory, "phone"));
        }
        Files.write(
                file,
                new String(whole, StandardCharsets.UTF_8)
                        .replace("\"format\" : 1", "\"format\" : 2")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(NotifierState.beginning("phone"), StateFiles.read(directory, "phone"));
    }

    @Test
    void aPauseEndsByItselfOrWhenItIsEnded() throws IOException {
        Maintenance.pause(directory, Optional.of("home"), NOON, NOON.plus(Duration.ofHours(2)));
        Maintenance.pause(directory, Optional.of("other"), NOON, NOON.plus(Duration.ofHours(1)));
        Maintenance now = Maintenance.of(List.of(), Optional.of(directory));
        assertEquals(Optional.of(NOON.plus(Duration.ofHours(2))), now.until("home", NOON));
        assertEquals(Optional.of(NOON.plus(Duration.ofHours(1))), now.until("other", NOON));
        assertEquals(Optional.empty(), now.until("third", NOON));
        assertEquals(Optional.empty(), now.until("home", NOON.plus(Duration.ofHours(2))));

        Maintenance.end(directory, Optional.of("home"), NOON);
        assertEquals(
                Optional.empty(),
                Maintenance.of(List.of(), Optional.of(directory)).until("home", NOON));
        Maintenance.pause(directory, Optional.empty(), NOON, NOON.plus(Duration.ofMinutes(5)));
        Maintenance.end(directory, Optional.empty(), NOON);
        assertEquals(
                Optional.empty(),
                Maintenance.of(List.of(), Optional.of(directory)).until("other", NOON));
        assertFalse(Files.readString(StateFiles.ofPauses(directory)).contains("home"));
    }
}
