package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of the steps, and its form. */
class StartUpStepsTest {

    private static final Snapshot ANY = Given.vchord().snapshot();
    private static final ForecastStep PASSES = ForecastStep.passes("a", "A is there.");
    private static final ForecastStep BLOCKS = ForecastStep.blocks("b", "B is missing.", "b-missing");

    /** A step that the list does not name would never be taken. */
    @Test
    void everyStepIsInTheListOnce() {
        List<String> steps = new ClassFileImporter()
                .importPackages("dev.immichpg.forecast").stream()
                        .filter(c -> c.isAssignableTo(StartUpStep.class) && !c.isInterface())
                        .map(JavaClass::getSimpleName)
                        .sorted()
                        .toList();

        assertEquals(
                steps,
                StartUp.STEPS.stream()
                        .map(step -> step.getClass().getSimpleName())
                        .sorted()
                        .toList());
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
