package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/coverage.md: every known failure mode, which check sees it, how, and what for. Rewritten with -Dgolden.write=true. */
class CoverageTest {

    private static final Path COVERAGE = Path.of("docs", "coverage.md");

    @Test
    void thePageSaysWhatTheCodeSays() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(COVERAGE, page);
        }
        assertEquals(Files.readString(COVERAGE), page);
    }

    @Test
    void allFailureModesAreThere() {
        assertEquals(
                IntStream.rangeClosed(1, 87).boxed().toList(),
                Arrays.stream(FailureMode.values()).map(FailureMode::number).toList());
    }

    @ParameterizedTest
    @EnumSource
    void eachHasItsRowOnThePage(FailureMode mode) throws IOException {
        String row = "\n| <a id=\"%s\"></a>%d | ".formatted(mode.anchor(), mode.number());

        assertTrue(Files.readString(Path.of(FailureMode.PAGE)).contains(row), () -> mode + " needs its row: " + row);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsSeenOrSaysWhyNot(FailureMode mode) {
        assertTrue(
                mode.unchecked().isPresent() == mode.checks().isEmpty(),
                () -> mode + " must be seen by a check, or say why it is not");
        assertTrue(mode.sentence().matches("[A-Za-z][^\n|]*\\."), mode::sentence);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("""
                # What is seen of what can go wrong

                Made from the catalogue of checks and from their pages; a test holds it to them. What each failure mode is, and what
                helps: [failure modes](explanation/immich-and-postgres/failure-modes.md).

                ## The known failure modes

                | # | what happens | seen by | how | what that needs |
                |---|---|---|---|---|
                """);
        for (FailureMode mode : FailureMode.values()) {
            List<Check> checks = mode.checks();
            if (checks.isEmpty()) {
                row(page, mode, "no check", mode.unchecked().orElseThrow(), "");
            }
            for (Check check : checks) {
                row(
                        page,
                        mode,
                        link(check),
                        firstSentence(check, "How it is detected"),
                        firstSentence(check, "When the result is unknown"));
            }
        }
        page.append("""

                ## Beyond them

                | check | what is wrong when it fires |
                |---|---|
                """);
        for (Check check : Check.values()) {
            if (check.modes().isEmpty()) {
                page.append("| ")
                        .append(link(check))
                        .append(" | ")
                        .append(check.problem())
                        .append(" |\n");
            }
        }
        return page.toString();
    }

    private static void row(StringBuilder page, FailureMode mode, String by, String how, String needs) {
        page.append("| [")
                .append(mode.number())
                .append("](explanation/immich-and-postgres/failure-modes.md#")
                .append(mode.anchor())
                .append(") | ")
                .append(mode.sentence())
                .append(" | ")
                .append(by)
                .append(" | ")
                .append(how)
                .append(" | ")
                .append(needs)
                .append(" |\n");
    }

    private static String link(Check check) {
        return "[" + check.id() + "](checks/" + check.id() + ".md)";
    }

    private static String firstSentence(Check check, String heading) throws IOException {
        String text = Files.readAllLines(Path.of("docs", "checks", check.id() + ".md")).stream()
                .dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .dropWhile(String::isBlank)
                .takeWhile(line -> !line.isBlank())
                .collect(Collectors.joining(" "));
        return text.replaceFirst("(?s)([.:])( .*)?$", "$1")
                .split("(?<=[.:]) (?=[A-Z])")[0]
                .replace("|", "\\|");
    }
}
