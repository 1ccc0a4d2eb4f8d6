package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.need.Release;
import dev.immichpg.need.Undecidable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of the steps, and its form. */
class StartUpStepsTest {

    private static final Snapshot ANY = Given.vchord().snapshot();
    private static final ForecastStep PASSES = ForecastStep.passes("a", "A is there.");
    private static final ForecastStep BLOCKS = ForecastStep.blocks("b", "B is missing.", "b-missing");

    /** A step that the list does not name would never be taken. */
    @Test
    void everyStepIsInTheListOnce() throws Exception {
        List<String> steps;
        try (Stream<Path> classes = Files.list(Path.of(StartUp.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("dev/immichpg/forecast"))) {
            steps = classes.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(StartUpStepsTest::loaded)
                    .filter(c -> StartUpStep.class.isAssignableFrom(c) && !c.isInterface())
                    .map(Class::getSimpleName)
                    .sorted()
                    .toList();
        }

        assertEquals(
                steps,
                StartUp.STEPS.stream()
                        .map(step -> step.getClass().getSimpleName())
                        .sorted()
                        .toList());
    }

    private static Class<?> loaded(String file) {
        try {
            return Class.forName("dev.immichpg.forecast." + file.replace(".class", ""));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a whole database, and of other sessions, which no row has: {@link ApplyToSchemaTest} and LockHeldTooLongTest. */
    private static final Set<String> IN_NO_ROW = Set.of("ApplyToSchema", "WaitForLocks");

    /** What a step does is held by {@link StartUpRows}: in one of them at least it has to do more than to pass. */
    @Test
    void everyStepIsAtWorkInARow() {
        Set<String> idle = new TreeSet<>();
        StartUp.STEPS.forEach(step -> idle.add(step.getClass().getSimpleName()));
        List<StartUpStep> watched =
                StartUp.STEPS.stream().map(step -> watched(step, idle)).toList();
        for (StartUpRow row : StartUpRows.all()) {
            try {
                StartUp.take(watched, StartProgress.on(row.given().snapshot(), row.should(), row.lastVersion()));
            } catch (Undecidable e) {
                // That is work, too.
            }
        }
        assertEquals(IN_NO_ROW, idle);
    }

    private static StartUpStep watched(StartUpStep step, Set<String> idle) {
        return new StartUpStep() {
            @Override
            public boolean isTakenBy(Release release) {
                return step.isTakenBy(release);
            }

            @Override
            public StepOutcome take(StartProgress start) {
                String name = step.getClass().getSimpleName();
                try {
                    StepOutcome outcome = step.take(start);
                    if (outcome.steps().stream().anyMatch(told -> told.effect() != ForecastStep.Effect.PASSES)) {
                        idle.remove(name);
                    }
                    return outcome;
                } catch (Undecidable e) {
                    idle.remove(name);
                    throw e;
                }
            }
        };
    }

    @Test
    void noFileIsLong() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "java", "dev", "immichpg", "forecast"))) {
            assertEquals(
                    List.of(),
                    files.filter(StartUpStepsTest::isLong)
                            .map(file -> file.getFileName().toString())
                            .toList());
        }
    }

    private static boolean isLong(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() > 130;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void stopsWhereTheLastThingToldBlocks() {
        assertTrue(new StepOutcome(List.of(PASSES, BLOCKS), ANY).stops());
        assertEquals(false, new StepOutcome(List.of(PASSES), ANY).stops());
        assertEquals(false, new StepOutcome(List.of(), ANY).stops());
    }

    @Test
    void nothingHappensAfterABlock() {
        assertThrows(IllegalArgumentException.class, () -> new StepOutcome(List.of(BLOCKS, PASSES), ANY));
    }
}
