package dev.immichpg.check;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.CheckTest.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of every check, whatever it is about. */
class CatalogueTest {

    private static final List<String> HEADINGS = List.of(
            "## Impact", "## How it is detected", "## What to do", "## When the result is unknown", "## Sources");

    @ParameterizedTest
    @EnumSource
    void everyCheckHasAPageOfOneForm(Check check) throws IOException {
        List<String> lines = page(check);

        assertEquals("# " + check.problem(), lines.get(0));
        assertEquals(
                "All is well when: " + check.claim(),
                String.join(" ", lines.subList(2, lines.indexOf("## Impact") - 1)));
        assertEquals(
                HEADINGS, lines.stream().skip(1).filter(l -> l.startsWith("#")).toList());
        assertEquals(
                List.of(), lines.stream().filter(l -> l.length() > 120).toList(), "lines of more than 120 characters");
    }

    @ParameterizedTest
    @EnumSource
    void noPartOfAPageIsEmpty(Check check) throws IOException {
        List<String> lines = page(check).stream().filter(l -> !l.isBlank()).toList();

        for (int i = 0; i < lines.size(); i++) {
            boolean textFollows = i + 1 < lines.size() && !lines.get(i + 1).startsWith("## ");
            assertFalse(lines.get(i).startsWith("## ") && !textFollows, lines.get(i));
        }
    }

    @Test
    void everyPageHasItsCheck() throws IOException {
        Set<String> expected =
                Arrays.stream(Check.values()).map(check -> check.id() + ".md").collect(toSet());
        try (Stream<Path> pages = Files.list(Path.of("docs", "checks"))) {
            assertEquals(
                    List.of(),
                    pages.map(page -> page.getFileName().toString())
                            .filter(name -> !expected.contains(name))
                            .sorted()
                            .toList(),
                    "pages without a check");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdLeadsBackToItsCheck(Check check) {
        assertTrue(check.id().matches("[a-z]+(-[a-z]+)*"), check::id);
        assertEquals(Optional.of(check), Check.withId(check.id()));
    }

    @Test
    void noTwoChecksHaveOneHeading() {
        assertEquals(
                Check.values().length,
                Arrays.stream(Check.values()).map(Check::problem).distinct().count());
    }

    @Test
    void noTwoChecksHaveOneClaim() {
        assertEquals(
                Check.values().length,
                Arrays.stream(Check.values()).map(Check::claim).distinct().count());
    }

    @ParameterizedTest
    @EnumSource
    void aHeadingIsASentenceWithoutItsFullStop(Check check) {
        assertTrue(check.problem().matches("[A-Zvp][^\n]*[^.]"), check::problem);
    }

    @ParameterizedTest
    @EnumSource
    void aClaimIsASentence(Check check) {
        assertTrue(check.claim().matches("[A-Zv][^\n]*[^.]\\."), check::claim);
    }

    @ParameterizedTest
    @EnumSource
    void everyCheckFires(Check check) {
        Trouble trouble = CheckTest.of(check).fires();

        Verdict verdict = trouble.immich().isPresent()
                ? Judged.judge(check, trouble.given(), trouble.immich().get())
                : Judged.judge(check, trouble.given());

        assertEquals(Status.PROBLEM, verdict.status(), verdict::toString);
    }

    private static List<String> page(Check check) throws IOException {
        try (InputStream page = Check.class.getResourceAsStream("/checks/" + check.id() + ".md")) {
            assertNotNull(page, () -> "There is no docs/checks/" + check.id() + ".md.");
            return new String(page.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
