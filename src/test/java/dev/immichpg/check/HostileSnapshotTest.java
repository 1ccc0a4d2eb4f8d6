package dev.immichpg.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.immichpg.catalog.HostileText;
import dev.immichpg.catalog.Rewritten;
import dev.immichpg.catalog.Snapshot;
import dev.immichpg.check.Report.Diagnosis;
import dev.immichpg.forecast.Forecast;
import dev.immichpg.forecast.Outcome;
import dev.immichpg.need.Version;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a database says: it is judged, and what is said of it stays text. */
class HostileSnapshotTest {

    /** Stands in every planted text, and nowhere else; no name that has it can do without quotes. */
    private static final String MARK = "žqx";

    /** psql's commands that a script has, once the quoted words in them are taken out. */
    private static final Pattern COMMAND = Pattern.compile("\\\\set ON_ERROR_STOP on|\\\\connect -reuse-previous=on \""
            + "|SELECT pg_catalog\\.current_database\\(\\) = U&' AS entered \\\\gset|\\\\if :entered"
            + "|\\\\if :\\{\\?part[0-9]+}|\\\\else|\\\\endif|\\\\echo '");

    @Provide
    Arbitrary<Report> reports() {
        return HostileSnapshots.reports();
    }

    /** Every text of a snapshot is hostile, but those by which some of the rules find what they are about. */
    @Provide
    Arbitrary<Report> marked() {
        return Arbitraries.of(HostileSnapshots.ORDINARY)
                .flatMap(is -> Arbitraries.randomValue(random -> HostileSnapshots.report(
                        Rewritten.by(
                                (where, value) -> value instanceof String && random.nextInt(3) == 0
                                        ? " " + HostileText.of(random) + MARK + HostileText.of(random)
                                        : value,
                                is),
                        Optional.empty(),
                        Optional.of(Version.of("3.3.0")))));
    }

    @Property
    void noRuleFailsAndTheTextHasNoLinesButItsOwn(@ForAll("reports") Report report) {
        Stream.concat(report.diagnoses().stream(), report.upgradeDiagnoses().stream())
                .forEach(d -> assertFalse(
                        d.verdict().note().startsWith("This check failed"),
                        () -> d.check() + ": " + d.verdict().note()));
        assertPlain(ReportText.of(report));
        assertPlain(Script.of(report));
        assertPlain(Script.beforeUpgrade(report));
    }

    private static void assertPlain(String text) {
        text.lines().forEach(line -> assertEquals(ReportText.visible(line), line));
        assertEquals(text.chars().filter(c -> c == '\n').count(), text.lines().count());
    }

    @Property
    void nothingBreaksOutOfTheSql(@ForAll("marked") Report report) {
        Stream.concat(report.plan().stream(), report.upgradePlan().stream())
                .filter(step -> step.by().isSql())
                .forEach(step -> assertOneStatement(step.text()));
        assertOnlyItsOwn(Script.of(report));
        assertOnlyItsOwn(Script.beforeUpgrade(report));
    }

    /** And what is copied from a terminal or a page is what is meant: nothing in it had to be made visible. */
    private static void assertOneStatement(String sql) {
        PsqlText statement = PsqlText.of(sql);
        assertTrue(statement.closed(), sql);
        assertEquals(statement.bare().length() - 1, statement.bare().indexOf(';'), sql);
        assertFalse(statement.bare().contains(MARK), sql);
        assertFalse(statement.bare().contains("\\"), sql);
        assertEquals(ReportText.visible(sql), sql);
    }

    private static void assertOnlyItsOwn(String script) {
        PsqlText text = PsqlText.of(withoutArguments(script));
        assertTrue(text.closed(), script);
        assertFalse(text.bare().contains(MARK), script);
        text.bare()
                .lines()
                .filter(line -> line.contains("\\"))
                .forEach(line -> assertTrue(COMMAND.matcher(line).matches(), () -> line + "\n" + script));
    }

    /** In the quotes of psql's own commands a backslash speaks for the character after it. */
    private static String withoutArguments(String script) {
        return script.lines()
                .map(line -> line.startsWith("\\echo ") ? line.replaceAll("\\\\\\\\", "") : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Who sees less may know less, and must not think better of it: neither of a check nor of the start. */
    @Property
    void whatIsHiddenIsNeverTakenForFine(
            @ForAll("ordinary") Snapshot is, @ForAll("hidden") Set<RecordComponent> hidden) {
        // Of the same release in both: which one it is may be what is hidden.
        Optional<Version> immich = HostileSnapshots.report(is, Optional.empty(), Optional.empty())
                .immich()
                .version();
        Snapshot less = Rewritten.by((where, value) -> hidden.contains(where) ? Optional.empty() : value, is);

        Report whole = HostileSnapshots.report(is, immich, Optional.of(Version.of("3.3.0")));
        Report part = HostileSnapshots.report(less, immich, Optional.of(Version.of("3.3.0")));

        assertNotBetter(whole.diagnoses(), part.diagnoses());
        assertNotBetter(whole.upgradeDiagnoses(), part.upgradeDiagnoses());
        assertNotBetter(whole.now(), part.now());
        assertNotBetter(whole.upgrade().orElseThrow(), part.upgrade().orElseThrow());
    }

    private static void assertNotBetter(List<Diagnosis> whole, List<Diagnosis> part) {
        for (int i = 0; i < whole.size(); i++) {
            Diagnosis seen = whole.get(i);
            if (part.get(i).verdict().status() == Status.OK) {
                assertEquals(Status.OK, seen.verdict().status(), seen.check().id());
            }
        }
    }

    private static void assertNotBetter(Forecast whole, Forecast part) {
        if (part.outcome() == Outcome.STARTS) {
            assertEquals(Outcome.STARTS, whole.outcome(), part::toString);
        }
        if (part.outcome() == Outcome.MIGRATES) {
            assertTrue(Set.of(Outcome.STARTS, Outcome.MIGRATES).contains(whole.outcome()), part::toString);
        }
    }

    @Provide
    Arbitrary<Snapshot> ordinary() {
        return Arbitraries.of(HostileSnapshots.ORDINARY);
    }

    /** Any of what a login may be denied. */
    @Provide
    Arbitrary<Set<RecordComponent>> hidden() {
        Set<RecordComponent> all = new HashSet<>();
        Rewritten.by(
                (where, value) -> {
                    if (value instanceof Optional) {
                        all.add(where);
                    }
                    return value;
                },
                HostileSnapshots.ORDINARY.get(0));
        return Arbitraries.of(all).set();
    }
}
