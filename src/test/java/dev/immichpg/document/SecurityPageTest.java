package dev.immichpg.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Issue 12: each promise of docs/explanation/security.md names the tests that hold it, and they are there. */
class SecurityPageTest {

    private static final Path PAGE = Path.of("docs", "explanation", "security.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> missing = named();
        missing.removeAll(tests().stream().map(SecurityPageTest::name).toList());
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyPlaceNamesItsTests() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();
        assertTrue(rows.size() > 5);
        for (String row : rows) {
            assertTrue(
                    TEST.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)))
                            .find(),
                    row);
        }
    }

    private static Set<String> named() throws IOException {
        return TEST.matcher(Files.readString(PAGE))
                .results()
                .map(r -> r.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(f -> f.toString().matches(".*(Test|IT)\\.java")).toList();
        }
    }

    private static String name(Path test) {
        return test.getFileName().toString().replace(".java", "");
    }
}
