package dev.immichpg.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.immichpg.catalog.Given;
import dev.immichpg.catalog.Rewritten;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an older agent did not look at is unknown, and never fine. */
class UnseenFactsTest {

    private static final String MEMBER_RIGHTS = "the rights to functions and types of extensions";
    private static final String MEMBERS = "the functions and types of extensions";

    private static Snapshot without(Given given, String... facts) {
        Set<String> hidden = Set.of(facts);
        return Rewritten.hiding(
                Stream.of(Snapshot.class.getRecordComponents())
                        .filter(component -> hidden.contains(component.getName()))
                        .map(component -> component.getAccessor())
                        .collect(Collectors.toSet()),
                given.snapshot());
    }

    private static List<String> unseen(BiFunction<Snapshot, String, List<ForecastStep>> of, Snapshot is) {
        return of.apply(is, "rule").stream()
                .map(step -> (step.effect() + " " + step.rule() + ": " + step.text())
                        .replaceFirst(
                                "^UNKNOWN rule: This snapshot is of an older agent, which did not look at (.*)\\.$",
                                "$1"))
                .toList();
    }

    private static void assertUnseen(
            BiFunction<Snapshot, String, List<ForecastStep>> of, String fact, String... expected) {
        assertEquals(Arrays.asList(expected), unseen(of, without(Given.vchord(), fact)), fact);
        assertEquals(List.of(), unseen(of, Given.vchord().snapshot()));
    }

    @Test
    void ofWhatEachStartReads() {
        BiFunction<Snapshot, String, List<ForecastStep>> reading =
                (is, rule) -> UnseenFacts.ofReading(is, rule).stream().toList();

        assertUnseen(reading, "tableGuards", "row level security");
        assertUnseen(reading, "deniedCatalogs", "the rights to Postgres' own catalogs");
        assertUnseen(reading, "eventTriggers");
    }

    @Test
    void ofWhatEachUpgradeWrites() {
        assertUnseen(
                (is, rule) -> UnseenFacts.ofWriting(is, rule).stream().toList(),
                "unwritableTables",
                "the right to write down what has run");
    }

    @Test
    void ofMembers() {
        BiFunction<Snapshot, String, List<ForecastStep>> members =
                (is, rule) -> UnseenFacts.ofMembers(is, rule).stream().toList();

        assertUnseen(members, "deniedMembers", MEMBER_RIGHTS);
        assertUnseen(members, "missingMembers", MEMBERS);
    }

    @Test
    void ofChangesAndOfRebuilds() {
        for (BiFunction<Snapshot, String, List<ForecastStep>> of :
                List.<BiFunction<Snapshot, String, List<ForecastStep>>>of(
                        UnseenFacts::ofChanges, UnseenFacts::ofRebuild)) {
            assertUnseen(of, "eventTriggers", "event triggers");
            assertUnseen(of, "unusableLanguages", "the languages of functions");
            assertUnseen(of, "deniedMembers", MEMBER_RIGHTS);
            assertUnseen(of, "missingMembers", MEMBERS);
        }
        assertUnseen(UnseenFacts::ofRebuild, "vectorDependents", "what depends on the columns of vectors");
        assertUnseen(UnseenFacts::ofRebuild, "serverSettings", "the server's timeouts");
        assertUnseen(UnseenFacts::ofRebuild, "undimensionedTables", "the dimensions of the vectors");
    }

    @Test
    void tablespacesOnlyMatterWhereOneIsSet() {
        assertUnseen(UnseenFacts::ofChanges, "tablespaces");
        assertEquals(
                List.of("tablespaces"),
                unseen(
                        UnseenFacts::ofChanges,
                        without(
                                Given.vchord().roleSetting(Scope.DATABASE, "default_tablespace", "fast"),
                                "tablespaces")));
    }
}
