package dev.immichpg.notify;

import dev.immichpg.notify.StateFiles.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When nothing is told: the windows of the configuration, and the pauses that somebody asked for by {@code pause}.
 *
 * @param pauses those that have ended are without effect
 */
public record Maintenance(List<MaintenanceWindow> windows, List<PauseOf> pauses) {

    public static final Maintenance NONE = new Maintenance(List.of(), List.of());

    /** @param database empty: all of them */
    public record PauseOf(Optional<String> database, Instant until) {}

    public Maintenance {
        windows = List.copyOf(windows);
        pauses = List.copyOf(pauses);
    }

    /** When it ends for this database; empty where there is none now. */
    public Optional<Instant> until(String database, Instant now) {
        return Stream.concat(
                        windows.stream().flatMap(window -> window.until(now).stream()),
                        pauses.stream()
                                .filter(pause ->
                                        pause.database().map(database::equals).orElse(true))
                                .map(PauseOf::until))
                .filter(now::isBefore)
                .max(Instant::compareTo);
    }

    /** @throws IOException where the directory cannot be written to */
    public static void pause(Path stateDirectory, Optional<String> database, Instant now, Instant until)
            throws IOException {
        List<Pause> pauses = others(stateDirectory, database, now);
        pauses.add(new Pause(database, until));
        StateFiles.write(stateDirectory, new StateFiles.Pauses(1, pauses));
    }

    /**
     * @param database empty: every pause ends
     * @throws IOException where the directory cannot be written to
     */
    public static void end(Path stateDirectory, Optional<String> database, Instant now) throws IOException {
        List<Pause> pauses = database.isEmpty() ? List.of() : others(stateDirectory, database, now);
        StateFiles.write(stateDirectory, new StateFiles.Pauses(1, pauses));
    }

    private static List<Pause> others(Path stateDirectory, Optional<String> database, Instant now) {
        return new ArrayList<>(StateFiles.readPauses(stateDirectory).pauses().stream()
                .filter(pause -> !pause.database().equals(database) && now.isBefore(pause.until()))
                .toList());
    }

    static Maintenance of(List<MaintenanceWindow> windows, Optional<Path> stateDirectory) {
        return new Maintenance(
                windows,
                stateDirectory.map(StateFiles::readPauses).orElse(StateFiles.Pauses.NONE).pauses().stream()
                        .map(pause -> new PauseOf(pause.database(), pause.until()))
                        .toList());
    }
}
