package dev.immichpg.check;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Snapshot.Database;
import dev.immichpg.catalog.Snapshot.InstalledExtension;
import dev.immichpg.catalog.Snapshot.Preload;
import dev.immichpg.catalog.Snapshot.Relation;
import dev.immichpg.catalog.Snapshot.Role;
import dev.immichpg.catalog.Snapshot.Schema;
import dev.immichpg.catalog.Snapshot.VectorIndex;
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
            "## What happens otherwise", "## How it is seen", "## What to do", "## When it is unknown", "## Sources");

    @ParameterizedTest
    @EnumSource
    void everyCheckHasAPageOfOneForm(Check check) throws IOException {
        List<String> lines = page(check);

        assertEquals("# " + check.claim(), lines.get(0));
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
    void noTwoChecksHaveOneClaim() {
        assertEquals(
                Check.values().length,
                Arrays.stream(Check.values()).map(Check::claim).distinct().count());
    }

    @ParameterizedTest
    @EnumSource
    void aClaimIsASentence(Check check) {
        assertTrue(check.claim().matches("[A-Z][^\n]*[^.]\\."), check::claim);
    }

    @ParameterizedTest
    @EnumSource
    void everyCheckFires(Check check) {
        Trouble trouble = troubleFor(check);

        Verdict verdict = trouble.immich().isPresent()
                ? Judged.judge(check, trouble.given(), trouble.immich().get())
                : Judged.judge(check, trouble.given());

        assertEquals(Status.PROBLEM, verdict.status(), verdict::toString);
    }

    /** @param immich empty: the release that the database itself names */
    private record Trouble(Given given, Optional<String> immich) {

        static Trouble of(Given given) {
            return new Trouble(given, Optional.empty());
        }
    }

    /** The compiler asks for a line here with every new check. */
    private static Trouble troubleFor(Check check) {
        return switch (check) {
            case IMMICH_VERSION_UNKNOWN -> Trouble.of(Given.fresh());
            case IMMICH_NEWER_THAN_KNOWN -> new Trouble(Given.vchord(), Optional.of("99.0.0"));
            case IMMICH_ROLE_UNABLE_TO_CONNECT ->
                Trouble.of(Given.vchord().role(r -> new Role(r.name(), true, false, false)));
            case SERVER_READ_ONLY -> Trouble.of(Given.vchord().standby());
            case POSTGRES_VERSION_UNSUPPORTED -> Trouble.of(Given.vchord().server(130_020));
            case POSTGRES_VERSION_UNTESTED -> Trouble.of(Given.vchord().server(190_000));
            case VECTOR_EXTENSION_UNAVAILABLE ->
                Trouble.of(Given.vchord().notAvailable("vchord").notAvailable("vector"));
            case EXTENSION_MISSING -> Trouble.of(Given.vchord().notInstalled("earthdistance"));
            case EXTENSION_FILES_MISSING -> Trouble.of(Given.vchord().notAvailable("cube"));
            case VECTOR_EXTENSION_OUT_OF_RANGE -> Trouble.of(Given.vchord().available("vchord", "2.0.0"));
            case EXTENSION_VERSION_UNTESTED -> Trouble.of(Given.vchord().installed("vector", "0.9.0"));
            case EXTENSION_UPDATE_BLOCKED -> Trouble.of(Given.vchord().available("vchord", "1.1.1"));
            case EXTENSION_UPDATE_PENDING -> Trouble.of(Given.vchord().available("vector", "0.8.1"));
            case EXTENSION_DOWNGRADED -> Trouble.of(Given.vchord().available("vchord", "0.3.0"));
            case UPDATE_PATH_MISSING ->
                Trouble.of(Given.vchord().available("vchord", "1.1.1").withoutUpdatePath("vchord"));
            case PRELOAD_LIBRARY_MISSING -> Trouble.of(Given.vchord().preload(""));
            case PRELOAD_RESTART_PENDING ->
                Trouble.of(Given.vchord().preload(new Preload("vchord.so", "configuration file", true)));
            case DATABASE_OWNED_BY_OTHER ->
                Trouble.of(Given.vchord().database(d -> new Database(d.name(), "postgres", false, true, true)));
            case PUBLIC_SCHEMA_NOT_CREATABLE ->
                Trouble.of(Given.vchord().schema("public", s -> new Schema("public", "postgres", false, true, false)));
            case SCHEMA_USAGE_MISSING ->
                Trouble.of(Given.pgvectors()
                        .schema("vectors", s -> new Schema("vectors", "postgres", false, false, false)));
            case INDEX_VIEW_UNREADABLE ->
                Trouble.of(Given.pgvectors()
                        .relation(
                                "pg_vector_index_stat",
                                r -> new Relation(r.schema(), r.name(), r.owner(), false, false, true, -1)));
            case DEFAULT_PRIVILEGE_MISSING -> Trouble.of(Given.pgvectors().defaultSelects());
            case SEARCH_PATH_UNUSABLE -> Trouble.of(Given.pgvectors().noSearchPathSettings());
            case VECTOR_INDEX_STALE ->
                Trouble.of(Given.vchord()
                        .installed(
                                "vchord",
                                e -> new InstalledExtension(
                                        e.name(), e.version(), e.schema(), e.owner(), e.roleOwns(), 1)));
            case VECTOR_INDEX_MISSING -> Trouble.of(Given.vchord().withoutIndex("clip_index"));
            case VECTOR_INDEX_OF_OTHER_METHOD -> Trouble.of(Given.pgvector().available("vchord", "0.4.3"));
            case VECTOR_INDEX_INVALID ->
                Trouble.of(Given.vchord()
                        .index(
                                "clip_index",
                                i -> new VectorIndex(
                                        i.schema(),
                                        i.name(),
                                        i.table(),
                                        i.accessMethod(),
                                        i.options(),
                                        false,
                                        true,
                                        1)));
        };
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
