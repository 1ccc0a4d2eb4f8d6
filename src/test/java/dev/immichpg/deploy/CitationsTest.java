package dev.immichpg.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.check.FailureMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What code, data and docs cite of docs/explanation/immich-and-postgres is there. A citation is a page and an anchor, as in
 * {@code start-up.md#update}, or the name of a {@link FailureMode}.
 */
class CitationsTest {

    private static final Path INDEX = Path.of("docs", "explanation", "immich-and-postgres.md");
    private static final Path PAGES = Path.of("docs", "explanation", "immich-and-postgres");

    private static final Pattern NAMED_ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern CITATION = Pattern.compile("([a-z][a-z-]*\\.md)#([a-z0-9-]+)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)#([^)]*)\\)");
    private static final Pattern MODE = Pattern.compile("\\bFailureMode[.#]([A-Z][A-Z_]+)\\b");

    /** The pages that are cited by their bare names, and the anchors of each. */
    private static final Map<String, Set<String>> ANCHORS = anchors();

    @Test
    void everyPageIsCitedByItsBareName() {
        assertEquals(
                Set.of(
                        "immich-and-postgres.md",
                        "catalogs.md",
                        "database.md",
                        "environment.md",
                        "extensions.md",
                        "failure-modes.md",
                        "privileges.md",
                        "releases.md",
                        "start-up.md"),
                ANCHORS.keySet());
    }

    @Test
    void everyAnchorThatIsCitedIsThere() {
        Set<String> dangling = new TreeSet<>();
        for (Path file : written()) {
            CITATION.matcher(Deployed.read(file))
                    .results()
                    .filter(cited -> ANCHORS.containsKey(cited.group(1)))
                    .filter(cited -> !ANCHORS.get(cited.group(1)).contains(cited.group(2)))
                    .forEach(cited -> dangling.add(file + " cites " + cited.group()));
        }
        assertEquals(Set.of(), dangling);
    }

    /** Sections by number, of papers that are not in this repository. */
    @Test
    void nothingCitesAPageThatOnlyItsAuthorsHave() {
        Pattern section = Pattern.compile("\\u00a7 ?\\d|\\bof ref\\b|\\b[Rr]ef \\u00a7");
        Set<String> found = new TreeSet<>();
        for (Path file : written()) {
            section.matcher(Deployed.read(file)).results().forEach(cited -> found.add(file + ": " + cited.group()));
        }
        assertEquals(Set.of(), found);
    }

    @Test
    void everyLinkToAnAnchorLeadsThere() {
        Set<String> dangling = new TreeSet<>();
        for (Path file : pagesOfTheProject()) {
            for (MatchResult link : LINK.matcher(Deployed.read(file)).results().toList()) {
                Path target = link.group(1).isEmpty()
                        ? file
                        : Path.of("")
                                .resolve(file)
                                .resolveSibling(link.group(1))
                                .normalize();
                if (!anchorsOf(target).contains(link.group(2))) {
                    dangling.add(file + " links to " + target + "#" + link.group(2));
                }
            }
        }
        assertEquals(Set.of(), dangling);
    }

    @Test
    void everyFailureModeThatIsNamedIsThere() {
        Set<String> modes = Arrays.stream(FailureMode.values()).map(Enum::name).collect(Collectors.toSet());
        for (Path file : written()) {
            MODE.matcher(Deployed.read(file))
                    .results()
                    .map(named -> named.group(1))
                    .filter(name -> !name.equals("PAGE"))
                    .forEach(name -> assertTrue(modes.contains(name), () -> file + " names " + name));
        }
    }

    private static Map<String, Set<String>> anchors() {
        Map<String, Set<String>> anchors = new HashMap<>();
        Stream.concat(Stream.of(INDEX), Deployed.files(PAGES, ".md").stream())
                .forEach(page -> anchors.put(page.getFileName().toString(), anchorsOf(page)));
        return anchors;
    }

    private static Set<String> anchorsOf(Path page) {
        String text = Deployed.read(page);
        Set<String> anchors =
                NAMED_ANCHOR.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
        HEADING.matcher(text).results().map(r -> slug(r.group(1))).forEach(anchors::add);
        return anchors;
    }

    /** As GitHub makes it of a heading. */
    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .trim()
                .replace(' ', '-');
    }

    private static List<Path> pagesOfTheProject() {
        List<Path> pages = new ArrayList<>(Deployed.files(Path.of("docs"), ".md"));
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of).forEach(pages::add);
        return pages;
    }

    /** Everything that people write in this repository, but for what is only data of tests. */
    private static List<Path> written() {
        List<Path> files = new ArrayList<>(pagesOfTheProject());
        for (String root : List.of("src", "deploy", "benchmarks")) {
            files.addAll(Deployed.files(
                    Path.of(root),
                    ".java",
                    ".sql",
                    ".json",
                    ".html",
                    ".properties",
                    ".md",
                    ".sh",
                    ".yml",
                    ".yaml",
                    ".txt"));
        }
        Stream.of("pom.xml").map(Path::of).filter(Files::exists).forEach(files::add);
        return files;
    }
}
